#include "experiment/width_product.hpp"

#include <algorithm>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>
#include <limits>

namespace initlab {
namespace {

struct LogMoments {
  double mean, variance;
};

/// Of chi^2_k (Lee 2012, Bayesian Statistics, app. A).
LogMoments log_chi_square(double k) {
  return {std::log(2.0) + boost::math::digamma(0.5 * k), boost::math::trigamma(0.5 * k)};
}

/// log Gamma(x), x > 0. std::lgamma writes the sign into a variable that all threads share.
double log_gamma(double x) {
  int sign = 0;
  return ::lgamma_r(x, &sign);
}

/// Of (2/n) chi^2_K, K binomial (n, 1/2) given K > 0.
LogMoments log_thinned_chi_square(std::size_t n) {
  const double count = static_cast<double>(n);
  // Beyond twelve standard deviations there is less than 1e-30 of the probability.
  const double reach = 6.0 * std::sqrt(count) + 1.0;
  const std::size_t first = static_cast<std::size_t>(std::max(1.0, 0.5 * count - reach));
  const std::size_t last = static_cast<std::size_t>(std::min(count, 0.5 * count + reach));
  double total = 0, mean = 0, square = 0;
  for (std::size_t k = first; k <= last; ++k) {
    const double active = static_cast<double>(k);
    const double probability =
        std::exp(log_gamma(count + 1) - log_gamma(active + 1) - log_gamma(count - active + 1) - count * std::log(2.0));
    const LogMoments given = log_chi_square(active);
    // Around log(n/2), near which all of them are: nothing cancels in the variance.
    const double offset = given.mean + std::log(2.0 / count);
    total += probability;
    mean += probability * offset;
    square += probability * (given.variance + offset * offset);
  }
  mean /= total;
  return {mean, square / total - mean * mean};
}

}  // namespace

WidthProduct chi_square_factor(std::size_t n) {
  const double count = static_cast<double>(n);
  const LogMoments moments = log_chi_square(count);
  return {std::log1p(2.0 / count), moments.mean - std::log(count), moments.variance};
}

WidthProduct layer_factor(const Slopes& phi, std::size_t n) {
  if (std::abs(phi.right) == std::abs(phi.left)) return chi_square_factor(n);
  const double right = phi.right * phi.right, left = phi.left * phi.left;
  const double excess = 6.0 * (right * right + left * left) / ((right + left) * (right + left)) - 1.0;
  const double log_ratio = std::log1p(excess / static_cast<double>(n));
  if (right != 0.0 && left != 0.0) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    return {log_ratio, nan, nan};
  }
  const LogMoments moments = log_thinned_chi_square(n);
  return {log_ratio, moments.mean, moments.variance};
}

}  // namespace initlab
