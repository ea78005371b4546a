#pragma once
#include <optional>

#include "core/activation.hpp"

namespace initlab {

/// phi(x) = right * x for x > 0 and left * x for x < 0: ReLU, leaky ReLU, the identity, |x|. Such an activation has no
/// scale of its own, so every length behaves like every other, and its Gaussian expectations are elementary.
struct Slopes {
  double right;
  double left;

  /// V(q) / q, which is also D(q).
  double mean_square() const { return 0.5 * (right * right + left * left); }
};

/// The slopes, if phi and phi' have this form to a few units of rounding at each of 192 irregular points with
/// 1e-6 <= |x| <= 1e6. What happens only between the points is not seen.
std::optional<Slopes> positively_homogeneous_slopes(const Activation& phi);

/// E[phi(sqrt(q) z)]
double homogeneous_mean(Slopes phi, double q);

/// The kernels of kernel.hpp for lengths 1 (Cho & Saul 2009, from theta = acos(c) = 2 asin(sqrt(one_minus_c / 2)), for
/// two slopes a and b). With g(x) = sin x - x cos x:
///
///   value        a b c + (a - b)^2 g(pi - theta) / (2 pi)
///   derivative   (a^2 + b^2) / 2 - (a - b)^2 theta / (2 pi)
///   deficit      (a^2 + b^2)(1 - c) / 2 - (a - b)^2 g(theta) / (2 pi)
///
/// For lengths q1 and q2, value is to be multiplied by sqrt(q1 q2), deficit (q1 = q2) by q. Relative accuracy 1e-15,
/// also as c -> 1 and, of value for ReLU, as c -> -1.
double homogeneous_kernel(Slopes phi, double one_minus_c);
double homogeneous_derivative_kernel(Slopes phi, double one_minus_c);
double homogeneous_kernel_deficit(Slopes phi, double one_minus_c);

}  // namespace initlab
