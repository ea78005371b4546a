#pragma once
#include <algorithm>
#include <cmath>
#include <vector>

namespace initlab::testing {

/// Probability that the largest distance between a sample's distribution function and the true one is at least
/// `distance`, for n independent draws of a continuous law: Kolmogorov's series with Stephens' (1970) correction for
/// finite n.
inline double kolmogorov_p_value(double distance, double n) {
  const double lambda = (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n)) * distance;
  if (lambda < 0.2) return 1.0;  // the series converges slowly there; p differs from 1 by less than 1e-12
  double sum = 0.0;
  for (int k = 1; k <= 100; ++k) {
    const double term = std::exp(-2.0 * k * k * lambda * lambda);
    sum += k % 2 == 1 ? term : -term;
    if (term < 1e-16) break;
  }
  return std::clamp(2.0 * sum, 0.0, 1.0);
}

/// Kolmogorov-Smirnov p-value of `sample` against the distribution function `cdf`.
template <class Real, class Cdf>
double kolmogorov_smirnov_p_value(std::vector<Real> sample, Cdf cdf) {
  std::sort(sample.begin(), sample.end());
  const double n = static_cast<double>(sample.size());
  double distance = 0.0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double p = cdf(static_cast<double>(sample[i]));
    distance = std::max({distance, p - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - p});
  }
  return kolmogorov_p_value(distance, n);
}

}  // namespace initlab::testing
