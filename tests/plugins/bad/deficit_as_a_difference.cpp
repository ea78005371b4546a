// ReLU whose kernel deficit is right, but a difference of two numbers: without digits for close inputs.
#include <cmath>
#include <initlab/activation.hpp>
#include <numbers>

struct DeficitAsADifference {
  static constexpr auto kinks = std::array{0.0};
  template <class T>
  T operator()(T z) const {
    return z > T(0) ? z : T(0);
  }
  double kernel_deficit(double q, double one_minus_c) const {
    const double angle = std::acos(1.0 - one_minus_c);
    const double kernel = std::sin(angle) + (std::numbers::pi - angle) * std::cos(angle);
    return 0.5 * q - q * kernel / (2.0 * std::numbers::pi);
  }
};

INITLAB_ACTIVATION(DeficitAsADifference, "deficit_as_a_difference", "1.0", "ReLU with a deficit that loses its digits.",
                   "phi(z) = max(z, 0)", "for tests");
