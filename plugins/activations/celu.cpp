#include <initlab/activation.hpp>

// As for ELU, quadrature is more accurate than the closed forms of the moments.
struct Celu {
  double alpha = 1.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&Celu::alpha, "alpha", initlab::within(1e-3, 1e3),
                     "Minus the limit at minus infinity. The gradient just below 0 is 1 for any alpha."));
  static constexpr auto kinks = std::array{0.0};  // phi'' jumps by 1/alpha

  template <class T>
  T operator()(T z) const {
    return z > T(0) ? z : T(alpha) * initlab::math::expm1(z / T(alpha));
  }
  template <class T>
  T derivative(T z) const {
    return z > T(0) ? T(1) : initlab::math::exp(z / T(alpha));
  }
};

INITLAB_ACTIVATION(Celu, "celu", "1.0",
                   "Continuously differentiable ELU: an ELU whose gradient does not jump at 0, whatever alpha is.",
                   "phi(z) = z for z > 0, alpha (exp(z / alpha) - 1) for z <= 0", "Barron 2017, arXiv:1704.07483");
