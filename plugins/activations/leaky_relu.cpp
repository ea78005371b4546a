#include <cmath>
#include <initlab/activation.hpp>
#include <initlab/arc_cosine.hpp>
#include <numbers>

struct LeakyRelu {
  double slope = 0.01;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&LeakyRelu::slope, "slope", initlab::within(-1.0, 1.0),
                     "The gradient for negative inputs; 0 gives ReLU, 1 the identity, -1 the absolute value."));
  static constexpr auto kinks = std::array{0.0};

  template <class T>
  T operator()(T z) const {
    const T below = slope == 0.0 ? T(0) : T(slope) * z;  // 0 times -infinity would be NaN
    return z <= T(0) ? below : z;
  }
  // phi'(0) is the slope, as PyTorch has it. NaN stays NaN.
  template <class T>
  T derivative(T z) const {
    return z > T(0) ? T(1) : z <= T(0) ? T(slope) : z;
  }

  double mean(double q) const { return (1.0 - slope) * std::sqrt(q * (0.5 / std::numbers::pi)); }
  double second_moment(double q) const { return 0.5 * (1.0 + slope * slope) * q; }
  double derivative_second_moment(double) const { return 0.5 * (1.0 + slope * slope); }
  double kernel(double q, double one_minus_c) const { return pair().kernel(q, one_minus_c); }
  double derivative_kernel(double, double one_minus_c) const { return pair().derivative_kernel(one_minus_c); }
  double kernel_deficit(double q, double one_minus_c) const { return pair().kernel_deficit(q, one_minus_c); }

 private:
  initlab::ArcCosine pair() const { return {.right = 1.0, .left = slope}; }
};

INITLAB_ACTIVATION(LeakyRelu, "leaky_relu", "1.0",
                   "Leaky rectified linear unit: z above zero, and a small multiple of z below, so that no unit dies.",
                   "phi(z) = z for z > 0, slope z for z <= 0",
                   "Maas, Hannun & Ng 2013, ICML workshop on deep learning");
