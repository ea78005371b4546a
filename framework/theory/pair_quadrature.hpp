#pragma once
#include <span>

#include "core/activation.hpp"

namespace initlab {

/// What is averaged over two correlated preactivations u1 and u2.
enum class PairIntegrand {
  product,                 ///< phi(u1) phi(u2)
  derivative_product,      ///< phi'(u1) phi'(u2)
  half_square_difference,  ///< (phi(u1) - phi(u2))^2 / 2
};

/// Two centred Gaussian numbers of variances q1, q2 > 0 and correlation c, which is given as 1 - c in [0, 2].
struct GaussianPair {
  double q1;
  double q2;
  double one_minus_c;
};

/// E of the integrand by quadrature over independent standard normal z and w, to about 1e-12 of E|integrand|:
///
///   u1 = sqrt(q1) (s z + t w)    u2 = sqrt(q2) (s z - t w)    s = sqrt(1 - d/2)    t = sqrt(d/2)    d = 1 - c
///
/// (for c < 0 those of u1 and -u2). The inner integral, over z, is split where u1 or u2 meets a kink of phi and where
/// one of them is zero, the outer one where two of these points meet. So both see smooth functions, and for t -> 0 the
/// outer one is almost a polynomial.
///
/// half_square_difference has relative accuracy for every d > 0: where u1 and u2 are close, phi(u1) - phi(u2) is
/// computed as the integral of phi' between them. A phi that jumps at a declared kink is allowed.
///
/// Both integrals use Gauss-Kronrod panels that are halved together until the error estimate is below 1e-12, six times
/// at most. A kink that was not declared costs a hundred times the time and six digits. Throws PluginError if the error
/// is still above 1e-6 or phi gives NaN, DomainError if q1, q2 or d is out of range.
double pair_expectation(const Activation& phi, std::span<const double> kinks, const GaussianPair& pair,
                        PairIntegrand integrand);

}  // namespace initlab
