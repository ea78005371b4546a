#include <cmath>
#include <initlab/activation.hpp>
#include <limits>

struct Gaussian {
  // z^2 in two words: rounded once it would cost z^2 units in the last place.
  template <class T>
  T operator()(T z) const {
    const T size = initlab::math::min(initlab::math::abs(z), T(64));  // exp(-64^2) is 0
    const T square = size * size;
    const T square_low = initlab::math::fma(size, size, -square);
    const T bell = initlab::math::exp(-square);
    return initlab::math::fma(-square_low, bell, bell);
  }
  template <class T>
  T derivative(T z) const {
    using limits = std::numeric_limits<T>;
    const T bounded = initlab::math::min(initlab::math::max(z, limits::lowest()), limits::max());
    return T(-2) * ((*this)(z)*bounded);
  }

  double mean(double q) const { return 1.0 / std::sqrt(1.0 + 2.0 * q); }
  double second_moment(double q) const { return 1.0 / std::sqrt(1.0 + 4.0 * q); }
  double derivative_second_moment(double q) const {
    const double p = 1.0 + 4.0 * q;
    return 4.0 * (q / p) / std::sqrt(p);
  }

  // E exp(-u1^2 - u2^2) = det(1 + 2 Sigma)^(-1/2) for the covariance matrix Sigma of u1 and u2.
  double kernel(double q, double d) const { return 1.0 / root(q, d); }
  double derivative_kernel(double q, double d) const {
    const double r = root(q, d);
    return 4.0 * (q / r) * ((1.0 - d) / r) / r;
  }
  // 1/root(q, 0) - 1/root(q, d), of which root(q, d)^2 - root(q, 0)^2 = 4 q^2 d (2 - d).
  double kernel_deficit(double q, double d) const {
    const double r = root(q, d), r0 = root(q, 0.0);
    return 4.0 * (q / r) * (q / r0) * (d * (2.0 - d)) / (r + r0);
  }

 private:
  /// sqrt((1 + 2q)^2 - (2 q c)^2)
  static double root(double q, double d) { return std::sqrt(1.0 + 2.0 * q * d) * std::sqrt(1.0 + 2.0 * q * (2.0 - d)); }
};

INITLAB_ACTIVATION(Gaussian, "gaussian", "1.0",
                   "Gaussian bell: 1 at zero, nothing far away; a unit that answers to one place only.",
                   "phi(z) = exp(-z^2)",
                   "Broomhead & Lowe 1988, Complex Systems 2; its kernels are Gaussian integrals");
