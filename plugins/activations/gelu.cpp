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
};

INITLAB_ACTIVATION(
    Gelu, "gelu", "1.0",
    "Gaussian error linear unit, the exact one: z times the probability that a standard normal is below z.",
    "phi(z) = z Phi(z), Phi the standard normal distribution function",
    "Hendrycks & Gimpel 2016, arXiv:1606.08415; kernels: Tsuchida et al. 2021, AAAI, arXiv:2002.08517");
