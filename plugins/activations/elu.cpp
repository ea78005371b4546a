#include <initlab/activation.hpp>

// Closed forms of the moments exist, but they are small differences of large terms for small q and products of an
// overflow and an underflow for large q: quadrature is more accurate.
struct Elu {
  double alpha = 1.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&Elu::alpha, "alpha", initlab::within(0.0, 1e3),
                     "Minus the limit at minus infinity, and the gradient just below 0; 0 gives ReLU."));
  static constexpr auto kinks = std::array{0.0};  // also for alpha = 1, where only phi'' jumps

  template <class T>
  T operator()(T z) const {
    return z > T(0) ? z : T(alpha) * initlab::math::expm1(z);
  }
  template <class T>
  T derivative(T z) const {
    return z > T(0) ? T(1) : T(alpha) * initlab::math::exp(z);
  }
};

INITLAB_ACTIVATION(Elu, "elu", "1.0",
                   "Exponential linear unit: z above zero, saturating smoothly at -alpha below, which brings the mean "
                   "output closer to zero than ReLU's.",
                   "phi(z) = z for z > 0, alpha (exp(z) - 1) for z <= 0",
                   "Clevert, Unterthiner & Hochreiter 2016, ICLR, arXiv:1511.07289");
