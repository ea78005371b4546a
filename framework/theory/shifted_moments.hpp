#pragma once
#include "theory/moments.hpp"

namespace initlab {

/// A normal number that is not centred, mean + sqrt(variance) z: what a unit is whose input is a known number.
struct ShiftedGaussian {
  double mean;
  double variance;
};

/// E[phi(x)^2] and E[phi'(x)^2]. Of variance 0 they are phi(mean)^2 and phi'(mean)^2, at a kink what phi itself says.
///
/// Closed for a positively homogeneous phi: with slopes a and b and r = mean / sqrt(variance), and Phi, f the standard
/// normal law and density,
///
///   E[phi^2]  = a^2 (mean^2 + variance) Phi(r) + b^2 (mean^2 + variance) Phi(-r) + (a^2 - b^2) variance r f(r)
///   E[phi'^2] = a^2 Phi(r) + b^2 Phi(-r)
///
/// else by quadrature to 1e-12. Throws DomainError for a variance that is negative or numbers that are not finite.
double second_moment(const Moments& phi, const ShiftedGaussian& x);
double derivative_second_moment(const Moments& phi, const ShiftedGaussian& x);

}  // namespace initlab
