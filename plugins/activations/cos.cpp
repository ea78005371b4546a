#include <cmath>
#include <initlab/activation.hpp>

struct Cos {
  template <class T>
  T operator()(T z) const {
    return initlab::math::cos(z);
  }

  double mean(double q) const { return std::exp(-0.5 * q); }
  double second_moment(double q) const { return 0.5 * (1.0 + std::exp(-2.0 * q)); }
  double derivative_second_moment(double q) const { return -0.5 * std::expm1(-2.0 * q); }

  // cos x cos y = (cos(x - y) + cos(x + y)) / 2, where x - y and x + y have the variances 2 q d and 2 q (2 - d). The
  // derivative's kernel is that of sin, odd in c.
  double kernel(double q, double d) const { return 0.5 * (std::exp(-q * d) + std::exp(-q * (2.0 - d))); }
  double derivative_kernel(double q, double d) const {
    const double size = -0.5 * std::exp(-q * std::fmin(d, 2.0 - d)) * std::expm1(-2.0 * q * std::fabs(1.0 - d));
    return std::copysign(size, 1.0 - d);
  }
  double kernel_deficit(double q, double d) const { return 0.5 * std::expm1(-q * d) * std::expm1(-q * (2.0 - d)); }
};

INITLAB_ACTIVATION(Cos, "cos", "1.0",
                   "Cosine: periodic and even; random layers of it are the random Fourier features of kernel machines.",
                   "phi(z) = cos(z)", "Rahimi & Recht 2007, Random features for large-scale kernel machines, NIPS 20");
