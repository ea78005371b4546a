#pragma once
#include "theory/moments.hpp"

namespace initlab {

/// Derivatives of m(q) = E[phi(sqrt(q) z)], q > 0, without phi'', which a kink would not have. By Gaussian integration
/// by parts (Stein 1981), for a continuous phi:
///
///   m'(q)  = E[phi' z] / (2 sqrt(q))
///   m''(q) = E[phi' He3(z)] / (4 q^(3/2))        He3(z) = z^3 - 3 z
///
/// Rounding leaves an error of about 1e-14 sqrt(D / q) in m' and 1e-14 sqrt(D / q^3) in m''. Throws DomainError unless
/// q is positive and finite.
double mean_slope(const Moments& phi, double q);
double mean_curvature(const Moments& phi, double q);

}  // namespace initlab
