#include "statistics/accumulator.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include "unit/statistics/uniforms.hpp"

namespace initlab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

Accumulator accumulated(std::span<const double> samples) {
  Accumulator a;
  for (const double x : samples) a.add(x);
  return a;
}
Summary summary_of(const std::vector<double>& samples) { return accumulated(samples).summary(); }

void expect_same_bits(const Summary& a, const Summary& b) {
  EXPECT_EQ(a.count, b.count);
  EXPECT_EQ(a.nonfinite, b.nonfinite);
  EXPECT_EQ(a.log_count, b.log_count);
  const auto numbers = [](const Summary& s) {
    return std::array{s.mean, s.standard_error, s.standard_deviation, s.min, s.max, s.log_mean, s.log_std};
  };
  const auto of_a = numbers(a);
  const auto of_b = numbers(b);
  EXPECT_EQ(std::memcmp(of_a.data(), of_b.data(), sizeof(of_a)), 0)
      << a.mean << " " << b.mean << ", " << a.standard_deviation << " " << b.standard_deviation;
}

/// Two passes in long double: a second, naive implementation.
struct Reference {
  long double mean = 0.0L;
  long double standard_deviation = 0.0L;
};
Reference reference_for(std::span<const double> samples) {
  const auto n = static_cast<long double>(samples.size());
  Reference r;
  for (const double x : samples) r.mean += x / n;
  for (const double x : samples) r.standard_deviation += (x - r.mean) * (x - r.mean);
  r.standard_deviation = std::sqrt(r.standard_deviation / (n - 1));
  return r;
}

std::vector<double> log_normal_like(std::size_t count, double log_width, std::uint64_t seed) {
  Uniforms uniforms(seed);
  std::vector<double> samples(count);
  for (double& x : samples) {
    double sum = -6.0;  // twelve uniforms: nearly a standard normal
    for (int i = 0; i < 12; ++i) sum += uniforms.next();
    x = std::exp(log_width * sum);
  }
  return samples;
}

TEST(Accumulator, four_numbers_by_hand) {
  const Summary s = summary_of({1.0, 2.0, 4.0, 9.0});  // mean 4, squared deviations 9 + 4 + 0 + 25 = 38
  EXPECT_EQ(s.count, 4u);
  EXPECT_EQ(s.nonfinite, 0u);
  EXPECT_EQ(s.mean, 4.0);
  EXPECT_DOUBLE_EQ(s.standard_deviation, std::sqrt(38.0 / 3.0));
  EXPECT_DOUBLE_EQ(s.standard_error, std::sqrt(38.0 / 12.0));
  EXPECT_EQ(s.min, 1.0);
  EXPECT_EQ(s.max, 9.0);
  EXPECT_EQ(s.log_count, 4u);
  EXPECT_DOUBLE_EQ(s.log_mean, std::log(72.0) / 4.0);
}

TEST(Accumulator, agrees_with_two_passes_in_long_double) {
  const auto samples = log_normal_like(100'000, 1.0, 1);
  const Summary s = summary_of(samples);
  const Reference r = reference_for(samples);
  std::vector<double> logs(samples.size());
  std::transform(samples.begin(), samples.end(), logs.begin(), [](double x) { return std::log(x); });
  const Reference of_logs = reference_for(logs);
  // The sums are good to 2^-90; what is left is the rounding of the result to double.
  EXPECT_NEAR(s.mean, static_cast<double>(r.mean), 3e-16 * s.mean);
  EXPECT_NEAR(s.standard_deviation, static_cast<double>(r.standard_deviation), 3e-16 * s.standard_deviation);
  // log_mean is near zero: its error is that of 100 000 logarithms, not relative to itself.
  EXPECT_NEAR(s.log_mean, static_cast<double>(of_logs.mean), 1e-15);
  EXPECT_NEAR(s.log_std, static_cast<double>(of_logs.standard_deviation), 1e-15);
}

TEST(Accumulator, a_mean_of_1e8_leaves_the_variance_twelve_digits) {
  // x = 1e8 + j / 2^26 is exact, and the variance is that of j / 2^26, about 4/3, whose sums lose nothing.
  constexpr int trials = 1'000'000;
  std::mt19937_64 bits(7);
  Accumulator a;
  double naive_sum = 0.0;
  double naive_squares = 0.0;
  long double sum = 0.0L;
  long double squares = 0.0L;
  for (int i = 0; i < trials; ++i) {
    const auto j = static_cast<double>(bits() >> 36) - 0x1p27;
    const double x = 1e8 + j * 0x1p-26;
    a.add(x);
    sum += j;
    squares += static_cast<long double>(j) * j;
    naive_sum += x;
    naive_squares += x * x;
  }
  const long double variance = (squares - sum * sum / trials) / (trials - 1) * 0x1p-52L;
  const Summary s = a.summary();
  const double measured = s.standard_deviation * s.standard_deviation;
  EXPECT_LT(std::abs(measured / static_cast<double>(variance) - 1.0), 1e-12);
  EXPECT_EQ(s.mean, static_cast<double>(1e8L + sum / trials * 0x1p-26L));
  // The textbook sums in double have no digit left.
  const double naive = (naive_squares - naive_sum * naive_sum / trials) / (trials - 1);
  EXPECT_GT(std::abs(naive / static_cast<double>(variance) - 1.0), 1.0);
}

class Merging : public testing::TestWithParam<double> {};

TEST_P(Merging, parts_in_any_number_and_order_equal_one_stream_in_every_digit) {
  auto samples = log_normal_like(20'000, GetParam(), 11);
  for (std::size_t i = 0; i < samples.size(); i += 3) samples[i] = -samples[i];
  for (std::size_t i = 0; i < samples.size(); i += 101) samples[i] = nan;
  for (std::size_t i = 0; i < samples.size(); i += 211) samples[i] = i % 2 ? 0.0 : -0.0;
  const Summary stream = summary_of(samples);
  std::mt19937_64 bits(3);
  for (const std::size_t parts : {1u, 2u, 7u, 500u, 20'000u}) {
    std::vector<Accumulator> part(parts);
    for (const double x : samples) part[bits() % parts].add(x);
    for (std::size_t i = parts; i > 1; --i) std::swap(part[i - 1], part[bits() % i]);
    Accumulator one_by_one;
    for (const Accumulator& a : part) one_by_one.merge(a);
    expect_same_bits(one_by_one.summary(), stream);
    for (std::size_t step = 1; step < parts; step *= 2)
      for (std::size_t i = 0; i + step < parts; i += 2 * step) part[i].merge(part[i + step]);
    expect_same_bits(part[0].summary(), stream);
  }
}

// Widths of the logarithm up to samples from 1e-300 to 1e300, where the unit of the sums changes on the way.
INSTANTIATE_TEST_SUITE_P(Widths, Merging, testing::Values(0.1, 1.0, 10.0, 150.0));

TEST(Accumulator, merging_an_empty_one_changes_nothing) {
  Accumulator a = accumulated(std::vector{1e-300, 2e-300});
  const Summary before = a.summary();
  a.merge(Accumulator());
  expect_same_bits(a.summary(), before);
  Accumulator empty;
  empty.merge(a);
  expect_same_bits(empty.summary(), before);
}

TEST(Accumulator, merging_with_itself_doubles_the_samples) {
  Accumulator a = accumulated(std::vector{1.0, 3.0});
  a.merge(a);
  expect_same_bits(a.summary(), summary_of({1.0, 3.0, 1.0, 3.0}));
}

TEST(Accumulator, without_samples_nothing_is_known) {
  const Summary s = Accumulator().summary();
  EXPECT_EQ(s.count, 0u);
  for (const double x : {s.mean, s.standard_error, s.standard_deviation, s.min, s.max, s.log_mean, s.log_std})
    EXPECT_TRUE(std::isnan(x));
}

TEST(Accumulator, one_sample_has_a_mean_and_no_spread) {
  const Summary s = summary_of({2.5});
  EXPECT_EQ(s.mean, 2.5);
  EXPECT_EQ(s.min, 2.5);
  EXPECT_EQ(s.max, 2.5);
  EXPECT_DOUBLE_EQ(s.log_mean, std::log(2.5));
  for (const double x : {s.standard_error, s.standard_deviation, s.log_std}) EXPECT_TRUE(std::isnan(x));
}

TEST(Accumulator, equal_samples_have_no_spread_at_all) {
  const Summary s = summary_of(std::vector<double>(1000, 0.1));
  EXPECT_EQ(s.mean, 0.1);
  EXPECT_EQ(s.standard_deviation, 0.0);
  EXPECT_EQ(s.standard_error, 0.0);
  EXPECT_EQ(s.log_std, 0.0);
}

TEST(Accumulator, zeros_and_negatives_enter_all_but_the_logarithms) {
  const Summary s = summary_of({-4.0, 0.0, -0.0, 1.0, std::exp(2.0)});
  EXPECT_EQ(s.count, 5u);
  EXPECT_EQ(s.log_count, 2u);
  EXPECT_DOUBLE_EQ(s.log_mean, 1.0);
  EXPECT_DOUBLE_EQ(s.log_std, std::sqrt(2.0));
  EXPECT_EQ(s.min, -4.0);
}

TEST(Accumulator, the_sign_of_zero_does_not_depend_on_the_order) {
  expect_same_bits(summary_of({0.0, -0.0}), summary_of({-0.0, 0.0}));
  EXPECT_FALSE(std::signbit(summary_of({-0.0, -0.0}).max));
}

TEST(Accumulator, what_is_not_finite_is_counted_and_enters_nothing) {
  const Summary s = summary_of({1.0, nan, infinity, 3.0, -infinity});
  EXPECT_EQ(s.nonfinite, 3u);
  EXPECT_EQ(s.count, 2u);
  EXPECT_EQ(s.mean, 2.0);
  EXPECT_EQ(s.max, 3.0);
  EXPECT_TRUE(std::isnan(summary_of({nan, infinity}).mean));
}

TEST(Accumulator, squares_beyond_the_range_of_double_do_no_harm) {
  for (const double unit : {1e-320, 1e-300, 1e-200, 1e-100, 1.0, 1e100, 1e200, 1e307}) {
    const Summary s = summary_of({unit, 2.0 * unit, 3.0 * unit});
    const double tolerance = unit < 1e-307 ? smallest : 4e-16 * unit;
    EXPECT_NEAR(s.mean, 2.0 * unit, tolerance);
    EXPECT_NEAR(s.standard_deviation, unit, tolerance);
  }
}

TEST(Accumulator, a_sum_beyond_the_range_of_double_does_no_harm) {
  const Summary equal = summary_of({largest, largest, largest});
  EXPECT_EQ(equal.mean, largest);
  EXPECT_EQ(equal.standard_deviation, 0.0);
  const Summary opposite = summary_of({largest, -largest});
  EXPECT_EQ(opposite.mean, 0.0);
  EXPECT_EQ(opposite.standard_deviation, infinity);  // sqrt(2) times the largest double is none
  EXPECT_NEAR(opposite.standard_error / largest, 1.0, 1e-15);
}

TEST(Accumulator, large_and_small_samples_may_come_in_any_order) {
  expect_same_bits(summary_of({1e-300, 1.0, 1e300}), summary_of({1e300, 1e-300, 1.0}));
  EXPECT_EQ(summary_of({smallest, 1e300}).mean, 5e299);
}

TEST(Accumulator, is_its_bytes) {
  const Accumulator a = accumulated(std::vector{1.0, 2.0, 1e250, nan});
  std::array<std::byte, sizeof(Accumulator)> journal;
  std::memcpy(journal.data(), &a, sizeof(a));
  Accumulator b;
  std::memcpy(&b, journal.data(), sizeof(b));
  expect_same_bits(a.summary(), b.summary());
}

constexpr std::size_t lanes = 16;
using Lanes = Accumulators<lanes>;

/// What may come, each in some lane: ordinary numbers, what raises the unit, zeros, what is not finite, no sample.
double awkward_sample(std::mt19937_64& bits, double normal) {
  switch (bits() % 12) {
    case 0:
      return std::ldexp(normal, static_cast<int>(bits() % 2000) - 1000);
    case 1:
      return bits() % 2 ? 0.0 : -0.0;
    case 2:
      return bits() % 2 ? nan : infinity;
    case 3:
      return Lanes::unobserved;
    case 4:
      return bits() % 2 ? smallest : -largest;
    default:
      return normal;
  }
}

std::vector<std::array<double, lanes>> awkward_trials(std::size_t count, std::uint64_t seed) {
  const auto normals = log_normal_like(count * lanes, 1.0, seed);
  std::mt19937_64 bits(seed);
  std::vector<std::array<double, lanes>> trials(count);
  for (std::size_t t = 0; t < count; ++t)
    for (std::size_t i = 0; i < lanes; ++i) trials[t][i] = awkward_sample(bits, std::log(normals[t * lanes + i]));
  return trials;
}

bool same_bytes(const Accumulator& a, const Accumulator& b) { return std::memcmp(&a, &b, sizeof(a)) == 0; }

TEST(AccumulatorLanes, have_the_bytes_of_accumulators_of_their_own) {
  Lanes together;
  std::array<Accumulator, lanes> alone;
  for (const auto& trial : awkward_trials(500, 5)) {
    together.add(trial);
    for (std::size_t i = 0; i < lanes; ++i) {
      alone[i].add(trial[i]);
      ASSERT_TRUE(same_bytes(together.lane(i), alone[i])) << "lane " << i << ", sample " << trial[i];
    }
  }
}

TEST(AccumulatorLanes, merge_as_accumulators_of_their_own) {
  Lanes together, part;
  std::array<Accumulator, lanes> alone, parts;
  std::size_t count = 0;
  for (const auto& trial : awkward_trials(300, 6)) {
    part.add(trial);
    for (std::size_t i = 0; i < lanes; ++i) parts[i].add(trial[i]);
    if (++count % 7 != 0) continue;
    together.merge(part);
    part = Lanes();
    for (std::size_t i = 0; i < lanes; ++i) {
      alone[i].merge(parts[i]);
      parts[i] = Accumulator();
      ASSERT_TRUE(same_bytes(together.lane(i), alone[i])) << "lane " << i << " after " << count << " trials";
    }
  }
}

TEST(Accumulator, without_an_observation_is_unchanged) {
  Accumulator a = accumulated(std::vector{1.0, -2.0, nan});
  const Accumulator before = a;
  a.add(Accumulator::unobserved);
  EXPECT_TRUE(same_bytes(a, before));
  a.add(-Accumulator::unobserved);  // an operation on it gives an ordinary NaN
  EXPECT_EQ(a.summary().nonfinite, 2u);
}

// Squares are added in half the operations of a general sum; both must have 106 bits. The exact sum of squares of
// integers below 2^26 is an integer below 2^72: split, it is added without any error.
TEST(Accumulator, sums_of_squares_have_106_bits) {
  std::mt19937_64 bits(9);
  std::uint64_t high = 0, low = 0;  // of the sum, in units of 2^40 and 1
  Accumulator a;
  constexpr int samples = 100'000;
  double sum = 0;
  for (int i = 0; i < samples; ++i) {
    const std::uint64_t j = (bits() >> 38) + 1;
    const std::uint64_t square = j * j;
    high += square >> 40;
    low += square & ((1ull << 40) - 1);
    sum += static_cast<double>(j);
    a.add(static_cast<double>(j));
  }
  // All sums are below 2^106, so every one of them is exact, and so is the variance to its last rounding.
  const long double squares = static_cast<long double>(high) * 0x1p40L + static_cast<long double>(low);
  const long double variance = (squares - static_cast<long double>(sum) * sum / samples) / (samples - 1);
  EXPECT_EQ(a.summary().standard_deviation, std::sqrt(static_cast<double>(variance)));
}

}  // namespace
}  // namespace initlab
