#include <cmath>
#include <initlab/activation.hpp>
#include <initlab/arc_cosine.hpp>
#include <numbers>

struct Relu {
  static constexpr auto kinks = std::array{0.0};

  // Written so that NaN stays NaN and phi'(0) = 0, as every framework has it.
  template <class T>
  T operator()(T z) const {
    return z <= T(0) ? T(0) : z;
  }
  double mean(double q) const { return std::sqrt(q * (0.5 / std::numbers::pi)); }
  double second_moment(double q) const { return 0.5 * q; }
  double derivative_second_moment(double) const { return 0.5; }

  static constexpr initlab::ArcCosine pair{.right = 1.0, .left = 0.0};
  double kernel(double q, double one_minus_c) const { return pair.kernel(q, one_minus_c); }
  double derivative_kernel(double, double one_minus_c) const { return pair.derivative_kernel(one_minus_c); }
  double kernel_deficit(double q, double one_minus_c) const { return pair.kernel_deficit(q, one_minus_c); }
};

INITLAB_ACTIVATION(Relu, "relu", "1.0", "Rectified linear unit: z above zero, nothing below.", "phi(z) = max(z, 0)",
                   "Nair & Hinton 2010, ICML; Gaussian moments: Cho & Saul 2009, NIPS");
