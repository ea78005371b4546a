#include <cmath>
#include <initlab/activation.hpp>
#include <initlab/arc_cosine.hpp>
#include <numbers>

struct Abs {
  static constexpr auto kinks = std::array{0.0};

  template <class T>
  T operator()(T z) const {
    return initlab::math::abs(z);
  }
  // phi'(0) = 0, as PyTorch has it. NaN stays NaN.
  template <class T>
  T derivative(T z) const {
    return z > T(0) ? T(1) : z < T(0) ? T(-1) : z;
  }

  double mean(double q) const { return std::sqrt(q * (2.0 * std::numbers::inv_pi)); }
  double second_moment(double q) const { return q; }
  double derivative_second_moment(double) const { return 1.0; }

  static constexpr initlab::ArcCosine pair{.right = 1.0, .left = -1.0};
  double kernel(double q, double one_minus_c) const { return pair.kernel(q, one_minus_c); }
  double derivative_kernel(double, double one_minus_c) const { return pair.derivative_kernel(one_minus_c); }
  double kernel_deficit(double q, double one_minus_c) const { return pair.kernel_deficit(q, one_minus_c); }
};

INITLAB_ACTIVATION(Abs, "abs", "1.0",
                   "Absolute value: folds the line and keeps the length of every signal and of every gradient.",
                   "phi(z) = |z|",
                   "Jarrett, Kavukcuoglu, Ranzato & LeCun 2009, ICCV; Gaussian moments: Cho & Saul 2009, NIPS");
