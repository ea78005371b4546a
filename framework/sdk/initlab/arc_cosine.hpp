#pragma once
#include <cmath>
#include <numbers>

namespace initlab {

/// The kernels of phi(z) = right * z above zero, left * z below, for two inputs of length q and correlation c = 1 - d:
/// the arc-cosine kernels of Cho & Saul (2009, NIPS) for two slopes. With theta = acos(c) and g(x) = sin x - x cos x,
///
///   E[phi(u1) phi(u2)]            q (right left c + (right - left)^2 g(pi - theta) / (2 pi))
///   E[phi'(u1) phi'(u2)]          (right^2 + left^2) / 2 - (right - left)^2 theta / (2 pi)
///   E[(phi(u1) - phi(u2))^2] / 2  q ((right^2 + left^2) d / 2 - (right - left)^2 g(theta) / (2 pi))
///
/// Relative accuracy 1e-15 as d -> 0: theta is 2 asin(sqrt(d / 2)), and g is of third order there.
struct ArcCosine {
  double right, left;

  double kernel(double q, double one_minus_c) const {
    return q * (right * left * (1.0 - one_minus_c) + bend() * sine_minus_arc(angle(2.0 - one_minus_c)));
  }
  double derivative_kernel(double one_minus_c) const { return mean_square() - bend() * angle(one_minus_c); }
  double kernel_deficit(double q, double one_minus_c) const {
    return q * (mean_square() * one_minus_c - bend() * sine_minus_arc(angle(one_minus_c)));
  }

 private:
  double mean_square() const { return 0.5 * (right * right + left * left); }
  double bend() const { return (right - left) * (right - left) * (0.5 * std::numbers::inv_pi); }
  static double angle(double one_minus_c) { return 2.0 * std::asin(std::sqrt(0.5 * one_minus_c)); }

  /// sin x - x cos x = 2 sum_k (-1)^k (k + 1) x^(2k+3) / (2k+3)!; the difference itself cancels for small x.
  static double sine_minus_arc(double x) {
    if (x > 0.5) return std::sin(x) - x * std::cos(x);
    double power = x * x * x / 6.0;  // x^(2k+3) / (2k+3)!
    double sum = 0.0;
    for (int k = 0; k < 8; ++k) {
      sum += (k % 2 == 0 ? 2.0 : -2.0) * (k + 1) * power;
      power *= x * x / ((2 * k + 4) * (2 * k + 5));
    }
    return sum;
  }
};

}  // namespace initlab
