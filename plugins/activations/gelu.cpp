#include <cmath>
#include <initlab/activation.hpp>
#include <limits>
#include <numbers>

struct Gelu {
  template <class T>
  T operator()(T z) const {
    const T bounded = initlab::math::max(z, std::numeric_limits<T>::lowest());  // -infinity times 0 would be NaN
    return bounded * initlab::math::normal_cdf(z);
  }
  template <class T>
  T derivative(T z) const {
    using limits = std::numeric_limits<T>;
    const T bounded = initlab::math::min(initlab::math::max(z, limits::lowest()), limits::max());
    return initlab::math::normal_cdf(z) + bounded * initlab::math::normal_pdf(z);
  }

  // Phi(x) = P(u < x) for another normal u: all three are moments of Gaussian vectors over half-spaces and wedges.
  double mean(double q) const { return q / std::sqrt(2.0 * std::numbers::pi * (1.0 + q)); }
  double second_moment(double q) const {
    const double root = std::sqrt(1.0 + 2.0 * q);
    return q * (0.25 + std::numbers::inv_pi * (q / ((1.0 + q) * root) + 0.5 * std::atan2(q, root)));
  }
  double derivative_second_moment(double q) const {
    const double root = std::sqrt(1.0 + 2.0 * q);
    const double tail = q / root * (1.0 / (1.0 + 2.0 * q) + 2.0 / (1.0 + q));
    return 0.25 + 0.5 * std::numbers::inv_pi * (std::atan2(q, root) + tail);
  }

  // Two inputs of covariance k = q (1 - d), with r = root(q, d) and P = (1 + q)^2 = r^2 + k^2.
  double kernel(double q, double d) const {
    const double k = q * (1.0 - d), r = root(q, d), p = 1.0 + q;
    const double tail = (k / p) * (k / p) / r + (q / p) * (q / p) * r;
    return 0.25 * k + 0.5 * std::numbers::inv_pi * (tail + k * std::atan2(k, r));
  }
  double derivative_kernel(double q, double d) const {
    const double k = q * (1.0 - d), r = root(q, d);
    const double tail = k / r * (1.0 / r / r + 2.0 / (1.0 + q));
    return 0.25 + 0.5 * std::numbers::inv_pi * (std::atan2(k, r) + tail);
  }
  // kernel(q, 0) - kernel(q, d), ordered by hand so that every term is of the size of d or smaller and only the third
  // is subtracted, which is the least part of the first. With r0 = root(q, 0) and a(k) = atan2(k, r), the parts are
  //
  //   r - r0 = q^2 d (2 - d) / (r + r0)         sin(a(q) - a(k)) = q d (2 - d) / (r + (1 - d) r0)
  //   tail(q) - tail(k) = (r - r0) (1 / (r r0) + 2 / (1 + q) - 1)
  //   q a(q) - k a(k) = q d a(q) + k (a(q) - a(k))
  double kernel_deficit(double q, double d) const {
    if (d > 1.0) return kernel(q, 0.0) - kernel(q, d);
    const double c = 1.0 - d, r = root(q, d), r0 = root(q, 0.0), p = 1.0 + q;
    const double sine = q * d * (2.0 - d) / (r + c * r0);
    const double turn = std::atan2(sine, (r / p) * (r0 / p) + (q / p) * (q / p) * c);
    double sum = d * (0.5 * std::numbers::pi + std::atan2(q, r0));
    sum += c * arc_minus_sine(turn, sine);
    sum -= d * sine * (r / (r + r0));
    sum += q * d * (2.0 - d) / (r + r0) * (1.0 / r / r0 + 2.0 / p);
    return 0.5 * std::numbers::inv_pi * q * sum;
  }

 private:
  /// sqrt((1 + q)^2 - k^2)
  static double root(double q, double d) { return std::sqrt(1.0 + q * d) * std::sqrt(1.0 + q * (2.0 - d)); }
  /// x - sin x, by its series where the difference cancels.
  static double arc_minus_sine(double x, double sine) {
    if (x > 0.5) return x - sine;
    double power = x * x * x / 6.0, sum = 0.0;
    for (int k = 3; k < 17; k += 2) {
      sum += power;
      power *= -x * x / ((k + 1) * (k + 2));
    }
    return sum;
  }
};

INITLAB_ACTIVATION(
    Gelu, "gelu", "1.0",
    "Gaussian error linear unit, the exact one: z times the probability that a standard normal is below z.",
    "phi(z) = z Phi(z), Phi the standard normal distribution function",
    "Hendrycks & Gimpel 2016, arXiv:1606.08415; kernels: Tsuchida et al. 2021, AAAI, arXiv:2002.08517");
