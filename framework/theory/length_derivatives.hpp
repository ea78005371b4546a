#pragma once
#include "theory/moments.hpp"

namespace initlab {

/// Derivatives of V(q) = E[phi(sqrt(q) z)^2] without phi'', which a kink would not have. By Gaussian integration by
/// parts (Stein 1981), for a continuous phi, with the Hermite polynomial He3(z) = z^3 - 3 z:
///
///   V'(q)  = E[phi phi' z] / sqrt(q)
///   V''(q) = E[phi phi' He3(z)] / (2 q^(3/2))
///
/// Rounding leaves an error of about 1e-16 sqrt(V D / q) in V' and 1e-16 sqrt(V D / q^3) in V''; it matters for q << 1.
/// At q = 0, second_moment_slope gives the value at q = 1e-10. second_moment_curvature throws DomainError there.
double second_moment_slope(const Moments& phi, double q);
double second_moment_curvature(const Moments& phi, double q);

/// E[phi(sqrt(q) z)^4]
double fourth_moment(const Moments& phi, double q);

}  // namespace initlab
