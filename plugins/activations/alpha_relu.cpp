#include <cmath>
#include <initlab/activation.hpp>
#include <limits>
#include <numbers>
#include <stdexcept>

struct AlphaRelu {
  // E[phi'^8] exists above 7/8: there a measured mean square gradient has a standard error that can be trusted.
  double alpha = 0.9;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&AlphaRelu::alpha, "alpha", initlab::within(0.5, 1.0),
                     "The exponent, above 1/2; 1 gives ReLU. The mean square gradient diverges at 1/2, its variance "
                     "from 3/4 down."));
  static constexpr auto kinks = std::array{0.0};

  void prepare() const {
    if (!(alpha > 0.5))
      throw std::invalid_argument(
          "alpha = 0.5 (the mean square of the derivative diverges there). Take it above 1/2, and above 3/4 to measure "
          "gradients.");
  }

  // z z^(alpha-1) and not z^alpha: the power's rounding grows with its logarithm, and this one's is the smaller.
  template <class T>
  T operator()(T z) const {
    return z <= T(0) ? T(0) : z * power(z);
  }
  // phi' is unbounded as z falls to 0, but below 1e23 (float) or 1e162 (double) for every positive number. phi'(0) = 0,
  // the derivative from the left.
  template <class T>
  T derivative(T z) const {
    return z <= T(0) ? T(0) : T(alpha) * power(z);
  }

  double mean(double q) const { return half_moment(alpha) * std::pow(q, 0.5 * alpha); }
  double second_moment(double q) const { return half_moment(2.0 * alpha) * std::pow(q, alpha); }
  double derivative_second_moment(double q) const {
    return alpha * alpha * half_moment(2.0 * alpha - 2.0) * std::pow(q, alpha - 1.0);
  }

 private:
  /// z^(alpha-1) for z > 0; at infinity what it is at the largest number, because 0 times log(infinity) would be NaN.
  template <class T>
  T power(T z) const {
    const T finite = initlab::math::min(z, std::numeric_limits<T>::max());
    return initlab::math::exp(T(alpha - 1.0) * initlab::math::log(finite));
  }
  /// E[z^p; z > 0] for standard normal z, p > -1.
  static double half_moment(double p) {
    return std::exp2(0.5 * p - 1.0) * std::tgamma(0.5 * (p + 1.0)) * std::numbers::inv_sqrtpi;
  }
};

INITLAB_ACTIVATION(AlphaRelu, "alpha_relu", "1.0",
                   "A power of z above zero, nothing below: in residual networks the signal and the gradient then grow "
                   "polynomially with depth, where ReLU's grow exponentially.",
                   "phi(z) = z^alpha for z > 0, 0 for z <= 0", "Yang & Schoenholz 2017, NIPS, arXiv:1712.08969");
