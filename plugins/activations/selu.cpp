#include <initlab/activation.hpp>

// As for ELU, quadrature is more accurate than the closed forms of the moments.
struct Selu {
  // The pair for which mean 0 and variance 1 map to themselves under weights of variance 1/fan_in (eq. 14 of the paper;
  // digits of the authors' code).
  static constexpr double scale = 1.0507009873554804934;
  static constexpr double alpha = 1.6732632423543772848;
  static constexpr auto kinks = std::array{0.0};

  template <class T>
  T operator()(T z) const {
    return z > T(0) ? T(scale) * z : T(scale * alpha) * initlab::math::expm1(z);
  }
  template <class T>
  T derivative(T z) const {
    return z > T(0) ? T(scale) : T(scale * alpha) * initlab::math::exp(z);
  }
};

INITLAB_ACTIVATION(Selu, "selu", "1.0",
                   "Scaled exponential linear unit: an ELU whose constants make mean 0 and variance 1 a stable fixed "
                   "point of a layer with weights of variance 1/fan_in.",
                   "phi(z) = 1.0507 z for z > 0, 1.7581 (exp(z) - 1) for z <= 0",
                   "Klambauer, Unterthiner, Mayr & Hochreiter 2017, NIPS, arXiv:1706.02515");
