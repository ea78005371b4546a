#include "statistics/accumulator.hpp"

#include <algorithm>
#include <cmath>
#include <initlab/math.hpp>
#include <type_traits>

namespace initlab {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Units are 2^-960, 2^-480, 1, 2^480, 2^960; the unit is the lowest with |x| < 2^240 units for every x. Then squares
// stay below 2^480 (2^64 of them fit), and what is so small that it vanishes is below 2^-480 of the largest sample.
constexpr std::int64_t unit_step = 480;
constexpr double down_one_step = 0x1p-480;
constexpr double down_two_steps = 0x1p-960;

std::int64_t unit_exponent_for(double magnitude) {
  if (magnitude < 0x1p-720) return -960;
  if (magnitude < 0x1p-240) return -480;
  if (magnitude < 0x1p240) return 0;
  if (magnitude < 0x1p720) return 480;
  return 960;
}

/// x in units of 2^exponent.
double in_units(double x, std::int64_t exponent) {
  switch (exponent) {
    case -960:
      return x * 0x1p960;
    case -480:
      return x * 0x1p480;
    case 0:
      return x;
    case 480:
      return x * 0x1p-480;
    default:
      return x * 0x1p-960;
  }
}

void add_square(DoubleDouble& sum, double x) {
  const DoubleDouble square = two_product(x, x);
  sum = sum + square;
}

/// Of n >= 2 samples, with n - 1, from their sums.
double standard_deviation(DoubleDouble sum, DoubleDouble sum_of_squares, std::uint64_t count) {
  const double n = static_cast<double>(count);
  const DoubleDouble deviation = sum_of_squares - (sum * sum) / n;
  return std::sqrt(std::max(0.0, (deviation / (n - 1.0)).rounded()));
}

double mean(DoubleDouble sum, std::uint64_t count) { return (sum / static_cast<double>(count)).rounded(); }

}  // namespace

void Accumulator::raise_unit_to(std::int64_t exponent) {
  for (; unit_exponent_ < exponent; unit_exponent_ += unit_step) {
    sum_ = scaled(sum_, down_one_step);
    sum_of_squares_ = scaled(sum_of_squares_, down_two_steps);
  }
}

void Accumulator::add(double x) {
  if (!std::isfinite(x)) {
    ++nonfinite_;
    return;
  }
  x += 0.0;  // -0 becomes +0: which of two zeros is smaller would depend on the order
  ++count_;
  min_ = std::min(min_, x);
  max_ = std::max(max_, x);
  raise_unit_to(unit_exponent_for(std::abs(x)));
  const double in_unit = in_units(x, unit_exponent_);
  sum_ = sum_ + in_unit;
  add_square(sum_of_squares_, in_unit);

  if (x <= 0.0) return;
  // Not std::log, whose last bits change with the processor.
  const double log_x = math::log(x);
  ++log_count_;
  log_sum_ = log_sum_ + log_x;
  add_square(log_sum_of_squares_, log_x);
}

void Accumulator::merge(const Accumulator& other) {
  Accumulator theirs = other;
  raise_unit_to(theirs.unit_exponent_);
  theirs.raise_unit_to(unit_exponent_);
  count_ += theirs.count_;
  nonfinite_ += theirs.nonfinite_;
  log_count_ += theirs.log_count_;
  min_ = std::min(min_, theirs.min_);
  max_ = std::max(max_, theirs.max_);
  sum_ = sum_ + theirs.sum_;
  sum_of_squares_ = sum_of_squares_ + theirs.sum_of_squares_;
  log_sum_ = log_sum_ + theirs.log_sum_;
  log_sum_of_squares_ = log_sum_of_squares_ + theirs.log_sum_of_squares_;
}

Summary Accumulator::summary() const {
  const int exponent = static_cast<int>(unit_exponent_);
  // Equal samples leave no more than rounding in the sums.
  const bool all_equal = min_ == max_;
  Summary s;
  s.count = count_;
  s.nonfinite = nonfinite_;
  s.log_count = log_count_;
  s.mean = s.standard_error = s.standard_deviation = s.min = s.max = s.log_mean = s.log_std = nan;
  if (count_ >= 1) {
    s.mean = std::ldexp(mean(sum_, count_), exponent);
    s.min = min_;
    s.max = max_;
  }
  if (count_ >= 2) {
    const double deviation = all_equal ? 0.0 : standard_deviation(sum_, sum_of_squares_, count_);
    s.standard_deviation = std::ldexp(deviation, exponent);
    s.standard_error = std::ldexp(deviation / std::sqrt(static_cast<double>(count_)), exponent);
  }
  if (log_count_ >= 1) s.log_mean = mean(log_sum_, log_count_);
  if (log_count_ >= 2) s.log_std = all_equal ? 0.0 : standard_deviation(log_sum_, log_sum_of_squares_, log_count_);
  return s;
}

static_assert(std::is_trivially_copyable_v<Accumulator>);
static_assert(sizeof(Accumulator) == 6 * 8 + 4 * sizeof(DoubleDouble),
              "padding would put undefined bytes into the journal");

}  // namespace initlab
