#include "statistics/accumulator.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <initlab/math.hpp>
#include <type_traits>

namespace initlab {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double largest_double = std::numeric_limits<double>::max();

// Units are 2^-960, 2^-480, 1, 2^480, 2^960; the unit is the lowest with |x| < 2^240 units for every x. Then squares
// stay below 2^480 (2^64 of them fit), and what is so small that it vanishes is below 2^-480 of the largest sample.
constexpr std::int64_t lowest_unit_exponent = -960;
constexpr std::int64_t unit_step = 480;
constexpr double most_units = 0x1p240;
constexpr double down_one_step = 0x1p-480;
constexpr double down_two_steps = 0x1p-960;

std::int64_t unit_exponent_for(double magnitude) {
  if (magnitude < 0x1p-720) return -960;
  if (magnitude < 0x1p-240) return -480;
  if (magnitude < 0x1p240) return 0;
  if (magnitude < 0x1p720) return 480;
  return 960;
}

/// 2^-exponent: x times this is x in units of 2^exponent.
INITLAB_ALWAYS_INLINE double units_in_one(std::int64_t exponent) {
  constexpr std::int64_t bias = 1023;
  constexpr int mantissa_bits = 52;
  return std::bit_cast<double>((bias - exponent) << mantissa_bits);
}

INITLAB_ALWAYS_INLINE bool is_finite(double x) { return std::abs(x) <= largest_double; }

INITLAB_ALWAYS_INLINE bool is_observed(double x) {
  return std::bit_cast<std::uint64_t>(x) != std::bit_cast<std::uint64_t>(Accumulator::unobserved);
}

INITLAB_ALWAYS_INLINE DoubleDouble with_square(DoubleDouble sum, double x) {
  return sum_of_positive(sum, two_product(x, x));
}

/// Of n >= 2 samples, with n - 1, from their sums.
double standard_deviation(DoubleDouble sum, DoubleDouble sum_of_squares, std::uint64_t count) {
  const double n = static_cast<double>(count);
  const DoubleDouble deviation = sum_of_squares - (sum * sum) / n;
  return std::sqrt(std::max(0.0, (deviation / (n - 1.0)).rounded()));
}

double mean(DoubleDouble sum, std::uint64_t count) { return (sum / static_cast<double>(count)).rounded(); }

}  // namespace

template <std::size_t Lanes>
Accumulators<Lanes>::Accumulators() {
  std::ranges::fill(unit_exponent_, lowest_unit_exponent);
  std::ranges::fill(min_, infinity);
  std::ranges::fill(max_, -infinity);
}

template <std::size_t Lanes>
void Accumulators<Lanes>::raise_unit_to(std::size_t i, std::int64_t exponent) {
  for (; unit_exponent_[i] < exponent; unit_exponent_[i] += unit_step) {
    sum_.set(i, scaled(sum_[i], down_one_step));
    sum_of_squares_.set(i, scaled(sum_of_squares_[i], down_two_steps));
  }
}

template <std::size_t Lanes>
void Accumulators<Lanes>::raise_units_for(const double* finite) {
  std::uint64_t too_large = 0;
  for (std::size_t i = 0; i < Lanes; ++i)
    too_large |= std::abs(finite[i] * units_in_one(unit_exponent_[i])) >= most_units ? std::uint64_t{1} : 0;
  if (too_large == 0) return;
  for (std::size_t i = 0; i < Lanes; ++i) raise_unit_to(i, unit_exponent_for(std::abs(finite[i])));
}

// Loops without branch or call, so that they become SIMD; what does not count is added as zero. They hand over in
// arrays: in one loop gcc 12 weaves the cases of one line into those of another and computes every logarithm twice.
template <std::size_t Lanes>
void Accumulators<Lanes>::add(std::span<const double, Lanes> samples) {
  std::uint64_t counted[Lanes], lost[Lanes], has_log[Lanes];
  double x[Lanes], low[Lanes], high[Lanes], log_x[Lanes];
  for (std::size_t i = 0; i < Lanes; ++i) {
    const bool finite = is_finite(samples[i]);
    const std::uint64_t observed = is_observed(samples[i]) ? 1 : 0;
    const double value = samples[i] + 0.0;  // -0 becomes +0: which zero is smaller would depend on the order
    counted[i] = finite ? 1 : 0;
    lost[i] = finite ? 0 : observed;
    low[i] = finite ? value : infinity;
    high[i] = finite ? value : -infinity;
    x[i] = finite ? value : 0.0;
  }
  raise_units_for(x);
  for (std::size_t i = 0; i < Lanes; ++i) {
    has_log[i] = x[i] > 0.0 ? 1 : 0;
    log_x[i] = x[i] > 0.0 ? x[i] : 1.0;
  }
  // Not std::log, whose last bits change with the processor.
  for (double& number : log_x) number = math::log(number);
  for (std::size_t i = 0; i < Lanes; ++i) {
    count_[i] += counted[i];
    nonfinite_[i] += lost[i];
    log_count_[i] += has_log[i];
    min_[i] = low[i] < min_[i] ? low[i] : min_[i];
    max_[i] = high[i] > max_[i] ? high[i] : max_[i];
    const double in_unit = x[i] * units_in_one(unit_exponent_[i]);
    sum_.set(i, sum_[i] + in_unit);
    sum_of_squares_.set(i, with_square(sum_of_squares_[i], in_unit));
    log_sum_.set(i, log_sum_[i] + log_x[i]);
    log_sum_of_squares_.set(i, with_square(log_sum_of_squares_[i], log_x[i]));
  }
}

template <std::size_t Lanes>
void Accumulators<Lanes>::merge(const Accumulators& other) {
  Accumulators theirs = other;
  for (std::size_t i = 0; i < Lanes; ++i) {
    raise_unit_to(i, theirs.unit_exponent_[i]);
    theirs.raise_unit_to(i, unit_exponent_[i]);
    count_[i] += theirs.count_[i];
    nonfinite_[i] += theirs.nonfinite_[i];
    log_count_[i] += theirs.log_count_[i];
    min_[i] = std::min(min_[i], theirs.min_[i]);
    max_[i] = std::max(max_[i], theirs.max_[i]);
    sum_.set(i, sum_[i] + theirs.sum_[i]);
    sum_of_squares_.set(i, sum_of_positive(sum_of_squares_[i], theirs.sum_of_squares_[i]));
    log_sum_.set(i, log_sum_[i] + theirs.log_sum_[i]);
    log_sum_of_squares_.set(i, sum_of_positive(log_sum_of_squares_[i], theirs.log_sum_of_squares_[i]));
  }
}

template <std::size_t Lanes>
Accumulator Accumulators<Lanes>::lane(std::size_t i) const {
  Accumulator one;
  one.count_[0] = count_[i];
  one.nonfinite_[0] = nonfinite_[i];
  one.log_count_[0] = log_count_[i];
  one.unit_exponent_[0] = unit_exponent_[i];
  one.min_[0] = min_[i];
  one.max_[0] = max_[i];
  one.sum_.set(0, sum_[i]);
  one.sum_of_squares_.set(0, sum_of_squares_[i]);
  one.log_sum_.set(0, log_sum_[i]);
  one.log_sum_of_squares_.set(0, log_sum_of_squares_[i]);
  return one;
}

template <std::size_t Lanes>
Summary Accumulators<Lanes>::summary() const requires(Lanes == 1) {
  const int exponent = static_cast<int>(unit_exponent_[0]);
  // Equal samples leave no more than rounding in the sums.
  const bool all_equal = min_[0] == max_[0];
  Summary s;
  s.count = count_[0];
  s.nonfinite = nonfinite_[0];
  s.log_count = log_count_[0];
  s.mean = s.standard_error = s.standard_deviation = s.min = s.max = s.log_mean = s.log_std = nan;
  if (s.count >= 1) {
    s.mean = std::ldexp(mean(sum_[0], s.count), exponent);
    s.min = min_[0];
    s.max = max_[0];
  }
  if (s.count >= 2) {
    const double deviation = all_equal ? 0.0 : standard_deviation(sum_[0], sum_of_squares_[0], s.count);
    s.standard_deviation = std::ldexp(deviation, exponent);
    s.standard_error = std::ldexp(deviation / std::sqrt(static_cast<double>(s.count)), exponent);
  }
  if (s.log_count >= 1) s.log_mean = mean(log_sum_[0], s.log_count);
  if (s.log_count >= 2)
    s.log_std = all_equal ? 0.0 : standard_deviation(log_sum_[0], log_sum_of_squares_[0], s.log_count);
  return s;
}

template class Accumulators<1>;
// Member by member: clang 14 would instantiate those of a single lane too.
template Accumulators<16>::Accumulators();
template void Accumulators<16>::add(std::span<const double, 16>);
template void Accumulators<16>::merge(const Accumulators<16>&);
template Accumulators<1> Accumulators<16>::lane(std::size_t) const;
template void Accumulators<16>::raise_units_for(const double*);
template void Accumulators<16>::raise_unit_to(std::size_t, std::int64_t);

static_assert(std::is_trivially_copyable_v<Accumulators<16>>);
static_assert(sizeof(Accumulators<16>) == 16 * 14 * sizeof(double),
              "padding would put undefined bytes into the journal");

}  // namespace initlab
