#include "measure/sample_moments.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace initlab {
namespace {

constexpr std::size_t lanes = 8;

/// `Terms` running sums over the numbers, eight lanes each; add(i, lane_sums...) is unrolled by the compiler into SIMD.
template <std::size_t Terms, class Add>
std::array<double, Terms> sum_in_lanes(std::size_t count, const Add& add) {
  double sums[Terms][lanes] = {};
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes)
    for (std::size_t lane = 0; lane < lanes; ++lane) add(i + lane, lane, sums);
  for (std::size_t lane = 0; i < count; ++i, ++lane) add(i, lane, sums);
  std::array<double, Terms> total;
  for (std::size_t t = 0; t < Terms; ++t) {
    const double* s = sums[t];
    total[t] = ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
  }
  return total;
}

template <class Real>
SampleMoments moments_of(std::span<const Real> numbers) {
  const Real* x = numbers.data();
  const double count = static_cast<double>(numbers.size());
  const auto raw = sum_in_lanes<5>(numbers.size(), [x](std::size_t i, std::size_t lane, auto& sums) {
    const double value = double(x[i]);
    const double square = value * value;
    sums[0][lane] += value;
    sums[1][lane] += square;
    sums[2][lane] += square * square;
    sums[3][lane] += value == 0.0 ? 1.0 : 0.0;
    sums[4][lane] += value - value == 0.0 ? 0.0 : 1.0;  // inf - inf and NaN - NaN are NaN
  });
  const double mean = raw[0] / count;
  const auto central = sum_in_lanes<2>(numbers.size(), [x, mean](std::size_t i, std::size_t lane, auto& sums) {
    const double offset = double(x[i]) - mean;
    const double square = offset * offset;
    sums[0][lane] += square;
    sums[1][lane] += square * square;
  });
  SampleMoments out;
  out.mean = mean;
  out.second_moment = raw[1] / count;
  out.fourth_moment = raw[2] / count;
  out.zero_fraction = raw[3] / count;
  out.nonfinite_fraction = raw[4] / count;
  // All numbers equal: what is left is the rounding of the mean, which grows with the count, and its kurtosis would
  // mean nothing. The search ends at the first number that differs.
  const double rounding = 4.0 * std::numeric_limits<double>::epsilon() * mean;
  const bool equal = central[0] <= count * rounding * rounding ||
                     (std::isfinite(mean) && std::ranges::all_of(numbers, [x](Real number) { return number == x[0]; }));
  out.variance = equal ? 0.0 : central[0] / count;
  out.kurtosis =
      equal ? std::numeric_limits<double>::quiet_NaN() : (central[1] / count) / (out.variance * out.variance);
  return out;
}

template <class Real>
double dot_of(std::span<const Real> x, std::span<const Real> y) {
  return sum_in_lanes<1>(
      x.size(), [&](std::size_t i, std::size_t lane, auto& sums) { sums[0][lane] += double(x[i]) * double(y[i]); })[0];
}

}  // namespace

SampleMoments sample_moments(std::span<const float> numbers) { return moments_of(numbers); }
SampleMoments sample_moments(std::span<const double> numbers) { return moments_of(numbers); }
double dot(std::span<const float> x, std::span<const float> y) { return dot_of(x, y); }
double dot(std::span<const double> x, std::span<const double> y) { return dot_of(x, y); }

}  // namespace initlab
