#include <cmath>
#include <initlab/activation.hpp>
#include <numbers>

struct Relu6 {
  static constexpr auto kinks = std::array{0.0, 6.0};

  template <class T>
  T operator()(T z) const {
    return z >= T(6) ? T(6) : z <= T(0) ? T(0) : z;
  }
  // At the kinks phi' is 0, as PyTorch has it. NaN stays NaN.
  template <class T>
  T derivative(T z) const {
    return z <= T(0) || z >= T(6) ? T(0) : z > T(0) ? T(1) : z;
  }

  // Of x = sqrt(q) z between the kinks and of 6 beyond, u = 6 / sqrt(q) the kink in units of z.
  double mean(double q) const {
    const double u = 6.0 / std::sqrt(q);
    return 6.0 * probability_above(u) - std::sqrt(q) * density_at_zero * std::expm1(-0.5 * u * u);
  }
  double second_moment(double q) const {
    const double u = 6.0 / std::sqrt(q);
    return q * probability_between(u) - 6.0 * std::sqrt(q) * density_at_zero * std::exp(-0.5 * u * u) +
           36.0 * probability_above(u);
  }
  double derivative_second_moment(double q) const { return probability_between(6.0 / std::sqrt(q)); }

 private:
  static constexpr double density_at_zero = 0.5 * std::numbers::inv_sqrtpi * std::numbers::sqrt2;
  /// P(0 < z < u) and P(z > u).
  static double probability_between(double u) { return 0.5 * std::erf(u / std::numbers::sqrt2); }
  static double probability_above(double u) { return 0.5 * std::erfc(u / std::numbers::sqrt2); }
};

INITLAB_ACTIVATION(Relu6, "relu6", "1.0",
                   "ReLU that stops at 6, so that numbers of few bits can hold it: the activation of MobileNet.",
                   "phi(z) = min(max(z, 0), 6)", "Krizhevsky 2010, Convolutional deep belief networks on CIFAR-10");
