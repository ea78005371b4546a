#include "audit/entry_moments.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>

#include "statistics/boost_policy.hpp"

namespace initlab {
namespace {
using ChiSquared = boost::math::chi_squared_distribution<double, BoostPolicy>;
}

EntryMoments entry_moments(std::span<const double> entries) {
  EntryMoments moments;
  bool is_first = true;
  for (const double w : entries) {
    if (!std::isfinite(w)) {
      ++moments.nonfinite;
      continue;
    }
    moments.smallest = is_first ? w : std::min(moments.smallest, w);
    moments.largest = is_first ? w : std::max(moments.largest, w);
    is_first = false;
    ++moments.count;
    moments.zeros += w == 0.0;
  }
  moments.largest_size = std::max(std::abs(moments.smallest), std::abs(moments.largest));
  if (moments.count < 2) return moments;
  if (moments.smallest == moments.largest) {
    moments.mean = moments.smallest;
    return moments;
  }
  // In units of the largest entry: a damaged file has entries whose fourth powers no double holds.
  const double n = static_cast<double>(moments.count), unit = moments.largest_size;
  double sum = 0.0;
  for (const double w : entries)
    if (std::isfinite(w)) sum += w / unit;
  const double mean = sum / n;
  double second = 0.0, fourth = 0.0;
  for (const double w : entries) {
    if (!std::isfinite(w)) continue;
    const double deviation = w / unit - mean, square = deviation * deviation;
    second += square;
    fourth += square * square;
  }
  moments.mean = unit * mean;
  moments.std = unit * std::sqrt(second / (n - 1.0));
  moments.kurtosis = n * fourth / (second * second);
  return moments;
}

double spread_degrees(std::size_t count, double kurtosis) {
  const double n = static_cast<double>(count);
  // Two values of one size have kurtosis 1, the least there is; beneath it is rounding.
  return 2.0 * n / (std::max(kurtosis, 1.0) - (n - 3.0) / (n - 1.0));
}

Interval std_interval(double sample_std, std::size_t count, double kurtosis, double confidence) {
  const double freedom = spread_degrees(count, kurtosis), tail = 0.5 * (1.0 - confidence);
  const ChiSquared law(freedom);
  return {sample_std * std::sqrt(freedom / quantile(complement(law, tail))),
          sample_std * std::sqrt(freedom / quantile(law, tail))};
}

double spread_p_value(double sample_std, double expected, std::size_t count, double kurtosis) {
  if (!(expected > 0.0)) return sample_std == expected ? 1.0 : 0.0;
  const double freedom = spread_degrees(count, kurtosis), ratio = sample_std / expected;
  const ChiSquared law(freedom);
  const double statistic = freedom * ratio * ratio;
  if (!std::isfinite(statistic)) return 0.0;
  return std::min(1.0, 2.0 * std::min(cdf(law, statistic), cdf(complement(law, statistic))));
}

}  // namespace initlab
