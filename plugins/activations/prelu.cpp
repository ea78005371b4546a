#include <cmath>
#include <initlab/activation.hpp>
#include <initlab/arc_cosine.hpp>
#include <numbers>

struct Prelu {
  double a = 0.25;
  static constexpr auto parameters =
      initlab::parameters(initlab::param(&Prelu::a, "a", initlab::within(-1e3, 1e3),
                                         "The slope for negative inputs as it is before training; 0.25 in the paper."));
  static constexpr auto kinks = std::array{0.0};

  template <class T>
  T operator()(T z) const {
    const T below = a == 0.0 ? T(0) : T(a) * z;  // 0 times -infinity would be NaN
    return z <= T(0) ? below : z;
  }
  // phi'(0) is the slope, as PyTorch has it. NaN stays NaN.
  template <class T>
  T derivative(T z) const {
    return z > T(0) ? T(1) : z <= T(0) ? T(a) : z;
  }

  double mean(double q) const { return (1.0 - a) * std::sqrt(q * (0.5 / std::numbers::pi)); }
  double second_moment(double q) const { return 0.5 * (1.0 + a * a) * q; }
  double derivative_second_moment(double) const { return 0.5 * (1.0 + a * a); }
  double kernel(double q, double one_minus_c) const { return pair().kernel(q, one_minus_c); }
  double derivative_kernel(double, double one_minus_c) const { return pair().derivative_kernel(one_minus_c); }
  double kernel_deficit(double q, double one_minus_c) const { return pair().kernel_deficit(q, one_minus_c); }

 private:
  initlab::ArcCosine pair() const { return {.right = 1.0, .left = a}; }
};

INITLAB_ACTIVATION(Prelu, "prelu", "1.0",
                   "Parametric ReLU at initialisation: a leaky ReLU whose slope below zero training will change.",
                   "phi(z) = z for z > 0, a z for z <= 0", "He, Zhang, Ren & Sun 2015, ICCV, arXiv:1502.01852");
