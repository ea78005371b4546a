#include <cmath>
#include <initlab/activation.hpp>

// Without a frequency: it would be a factor on the weights and biases.
struct Sin {
  template <class T>
  T operator()(T z) const {
    return initlab::math::sin(z);
  }

  // sin^2 = (1 - cos 2x) / 2 and E[cos 2x] = exp(-2q).
  double mean(double) const { return 0.0; }
  double second_moment(double q) const { return -0.5 * std::expm1(-2.0 * q); }
  double derivative_second_moment(double q) const { return 0.5 * (1.0 + std::exp(-2.0 * q)); }

  // sin x sin y = (cos(x - y) - cos(x + y)) / 2, where x - y and x + y have the variances 2 q d and 2 q (2 - d); odd in
  // c. Written with expm1, because for small q and small d all these exponentials are nearly 1.
  double kernel(double q, double d) const {
    const double size = -0.5 * std::exp(-q * std::fmin(d, 2.0 - d)) * std::expm1(-2.0 * q * std::fabs(1.0 - d));
    return std::copysign(size, 1.0 - d);
  }
  double derivative_kernel(double q, double d) const { return 0.5 * (std::exp(-q * d) + std::exp(-q * (2.0 - d))); }
  double kernel_deficit(double q, double d) const {
    return -0.5 * std::expm1(-q * d) * (1.0 + std::exp(-q * (2.0 - d)));
  }
};

INITLAB_ACTIVATION(Sin, "sin", "1.0",
                   "Sine: periodic, for networks that represent images, sounds and fields with their derivatives.",
                   "phi(z) = sin(z)", "Sitzmann, Martel, Bergman, Lindell & Wetzstein 2020, NeurIPS, arXiv:2006.09661");
