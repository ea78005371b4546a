#pragma once
#include <cmath>
#include <vector>

namespace initlab::testing {

/// Every comparison here is with five standard errors, estimated from the same trials: 5.7e-7 of a false alarm each
/// where the estimate is nearly normal. The program makes about 350: 2e-4 for the family, for one choice of seeds; the
/// seeds are fixed. Broken twins must exceed the same five.
inline constexpr double five_sigma = 5.0;

using Samples = std::vector<double>;

inline double mean_of(const Samples& x) {
  double sum = 0;
  for (const double value : x) sum += value;
  return sum / double(x.size());
}
inline double variance_of(const Samples& x) {
  const double mean = mean_of(x);
  double sum = 0;
  for (const double value : x) sum += (value - mean) * (value - mean);
  return sum / double(x.size());
}
inline double standard_error(const Samples& x) { return std::sqrt(variance_of(x) / double(x.size())); }

/// |mean - expected| in standard errors.
inline double z_of_mean(const Samples& x, double expected) {
  return std::abs(mean_of(x) - expected) / standard_error(x);
}

/// |variance - expected| in standard errors.
inline double z_of_variance(const Samples& x, double expected) {
  const double mean = mean_of(x);
  Samples squares;
  for (const double value : x) squares.push_back((value - mean) * (value - mean));
  return z_of_mean(squares, expected);
}

/// |E a / (E b)^2 - expected| in standard errors, to first order in the errors of both means (delta method).
inline double z_of_ratio(const Samples& a, const Samples& b, double expected) {
  const double mean = mean_of(b), ratio = mean_of(a) / (mean * mean);
  Samples influence;
  for (std::size_t t = 0; t < a.size(); ++t) influence.push_back(a[t] / (mean * mean) - 2.0 * ratio * b[t] / mean);
  return std::abs(ratio - expected) / standard_error(influence);
}

/// |correlation| in standard errors of independent samples.
inline double z_of_correlation(const Samples& a, const Samples& b) {
  const double mean_a = mean_of(a), mean_b = mean_of(b);
  double sum = 0;
  for (std::size_t t = 0; t < a.size(); ++t) sum += (a[t] - mean_a) * (b[t] - mean_b);
  return std::abs(sum) / std::sqrt(variance_of(a) * variance_of(b) * double(a.size()));
}

inline Samples squares_of(Samples x) {
  for (double& value : x) value *= value;
  return x;
}

}  // namespace initlab::testing
