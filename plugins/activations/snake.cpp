#include <cmath>
#include <initlab/activation.hpp>
#include <limits>

struct Snake {
  double a = 1.0;
  static constexpr auto parameters = initlab::parameters(initlab::param(
      &Snake::a, "a", initlab::within(1e-3, 1e3), "The frequency: the waves have the length pi/a and the height 1/a."));

  template <class T>
  T operator()(T z) const {
    const T sine = initlab::math::sin(phase(z));
    return z + sine * sine / T(a);
  }
  // 1 + sin(2 a z)
  template <class T>
  T derivative(T z) const {
    const T angle = phase(z);
    return initlab::math::fma(T(2) * initlab::math::sin(angle), initlab::math::cos(angle), T(1));
  }

  // x and (1 - cos(2 a x)) / (2 a), odd and even: the products of the two have the mean 0. With w = 2 a^2 q,
  // E cos(2 a x) = exp(-w); written in expm1(-w), because for small w the constants cancel.
  double mean(double q) const { return -0.5 / a * std::expm1(-2.0 * a * a * q); }
  double second_moment(double q) const {
    const double e = std::expm1(-2.0 * a * a * q);
    return q + e * e * (3.0 + e * (2.0 + 0.5 * e)) / (4.0 * a * a);
  }
  double derivative_second_moment(double q) const { return 1.0 - 0.5 * std::expm1(-8.0 * a * a * q); }

  // The covariance of the cosines is 2 exp(-2w) sinh(w c)^2, here without its overflow.
  double kernel(double q, double d) const {
    const double w = 2.0 * a * a * q, c = 1.0 - d;
    const double e = std::expm1(-w), s = std::exp(-w * std::fmin(d, 2.0 - d)) * std::expm1(-2.0 * w * std::fabs(c));
    return q * c + (e * e + 0.5 * s * s) / (4.0 * a * a);
  }
  double derivative_kernel(double q, double d) const {
    const double w = 2.0 * a * a * q, c = 1.0 - d;
    const double size = -0.5 * std::exp(-2.0 * w * std::fmin(d, 2.0 - d)) * std::expm1(-4.0 * w * std::fabs(c));
    return 1.0 + std::copysign(size, c);
  }
  double kernel_deficit(double q, double d) const {
    const double w = 2.0 * a * a * q;
    return q * d + std::expm1(-2.0 * w * d) * std::expm1(-2.0 * w * (2.0 - d)) / (8.0 * a * a);
  }

 private:
  /// a z, finite: of infinity the sine is not a number.
  template <class T>
  T phase(T z) const {
    using limits = std::numeric_limits<T>;
    return initlab::math::min(initlab::math::max(T(a) * z, limits::lowest()), limits::max());
  }
};

INITLAB_ACTIVATION(Snake, "snake", "1.0",
                   "Snake: the identity with waves on it, never falling; for networks that continue periodic signals.",
                   "phi(z) = z + sin(a z)^2 / a", "Ziyin, Hartwig & Ueda 2020, NeurIPS, arXiv:2006.08195");
