#include "measure/sample_moments.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

#include "unit/linear/test_matrix.hpp"

namespace initlab {
namespace {

const Stream stream = StreamFamily(61, "numbers", 0).at(0);
constexpr double infinity = std::numeric_limits<double>::infinity();

template <class Real>
class SampleMomentsOf : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(SampleMomentsOf, Reals);

template <class Real>
SampleMoments moments(const std::vector<Real>& numbers) {
  return sample_moments(std::span<const Real>(numbers));
}

struct NaiveMoments {
  long double mean = 0, variance = 0, second = 0, fourth = 0, kurtosis = 0;
};

/// Two passes in long double, one number after the other.
template <class Real>
NaiveMoments naive_moments(const std::vector<Real>& numbers) {
  const long double n = static_cast<long double>(numbers.size());
  NaiveMoments out;
  for (const long double x : numbers) {
    out.mean += x / n;
    out.second += x * x / n;
    out.fourth += x * x * x * x / n;
  }
  long double fourth_central = 0;
  for (const long double x : numbers) {
    out.variance += std::pow(x - out.mean, 2) / n;
    fourth_central += std::pow(x - out.mean, 4) / n;
  }
  out.kurtosis = fourth_central / (out.variance * out.variance);
  return out;
}

TYPED_TEST(SampleMomentsOf, are_the_naive_ones_for_any_size_and_offset) {
  for (const std::size_t size : {2, 7, 8, 9, 15, 16, 17, 1000})
    for (const double offset : {0.0, 1.0, 1e6}) {
      auto numbers = testing::normal_vectors<TypeParam>(stream, size);
      for (TypeParam& x : numbers) x += static_cast<TypeParam>(offset);
      const auto expected = naive_moments(numbers);
      const auto found = moments(numbers);
      // Sums of positive terms in double: at most 1000 / 8 + 5 roundings, in the mean relative to the largest number.
      constexpr double digits = 200 * std::numeric_limits<double>::epsilon();
      EXPECT_NEAR(found.mean, double(expected.mean), digits * (1.0 + offset)) << size;
      EXPECT_NEAR(found.second_moment / double(expected.second), 1.0, digits) << size;
      EXPECT_NEAR(found.fourth_moment / double(expected.fourth), 1.0, digits) << size;
      // Around the mean: an error e of the mean adds e^2 to the variance and a share 4 e skewness to the kurtosis.
      const double of_the_mean = digits * (1.0 + offset) / std::sqrt(double(expected.variance));
      EXPECT_NEAR(found.variance / double(expected.variance), 1.0, digits + of_the_mean * of_the_mean) << size;
      EXPECT_NEAR(found.kurtosis / double(expected.kurtosis), 1.0, 4 * digits + 10 * of_the_mean) << size;
    }
}

TYPED_TEST(SampleMomentsOf, the_second_order_alone_have_the_same_bits) {
  for (const double offset : {0.0, 0.3, 1e3})
    for (std::size_t size = 1; size < 700; ++size) {
      auto numbers = testing::normal_vectors<TypeParam>(stream, size);
      for (TypeParam& x : numbers) x += static_cast<TypeParam>(offset);
      if (size % 7 == 0) numbers[size / 2] = std::numeric_limits<TypeParam>::infinity();
      const SampleMoments all = moments(numbers);
      const SampleMoments some = sample_moments(std::span<const TypeParam>(numbers), MomentOrder::second);
      const auto bits = [](double x) { return std::bit_cast<std::uint64_t>(x); };
      EXPECT_EQ(bits(some.mean), bits(all.mean)) << size << " around " << offset;
      EXPECT_EQ(bits(some.second_moment), bits(all.second_moment)) << size << " around " << offset;
      EXPECT_EQ(some.nonfinite_fraction, all.nonfinite_fraction) << size << " around " << offset;
      if (std::isnan(all.variance))
        EXPECT_TRUE(std::isnan(some.variance));
      else
        EXPECT_EQ(some.variance, all.variance) << size << " around " << offset;
    }
}

TYPED_TEST(SampleMomentsOf, one_number_are_its_powers_without_variance) {
  const auto found = moments(std::vector<TypeParam>{-3});
  EXPECT_EQ(found.mean, -3.0);
  EXPECT_EQ(found.second_moment, 9.0);
  EXPECT_EQ(found.fourth_moment, 81.0);
  EXPECT_EQ(found.variance, 0.0);
  EXPECT_TRUE(std::isnan(found.kurtosis));
}

TYPED_TEST(SampleMomentsOf, equal_numbers_have_no_variance_and_no_kurtosis) {
  // 0.1 is not a binary fraction: its sum is rounded, the more often the more numbers there are.
  for (const double value : {0.0, 1.0, 0.1, -0.3, 1e-30, 1e30})
    for (const std::size_t size : {2, 7, 8, 9, 1000, 1'000'000}) {
      const auto found = moments(std::vector<TypeParam>(size, static_cast<TypeParam>(value)));
      EXPECT_EQ(found.variance, 0.0) << size << " times " << value;
      EXPECT_TRUE(std::isnan(found.kurtosis)) << size << " times " << value;
    }
}

TYPED_TEST(SampleMomentsOf, numbers_that_differ_in_six_digits_from_their_mean_keep_their_kurtosis) {
  // Plus and minus 1 around a million, in both types exact: kurtosis 1.
  std::vector<TypeParam> numbers(1000, TypeParam(1e6 + 1));
  std::fill_n(numbers.begin(), 500, TypeParam(1e6 - 1));
  const auto found = moments(numbers);
  EXPECT_EQ(found.mean, 1e6);
  EXPECT_EQ(found.variance, 1.0);
  EXPECT_EQ(found.kurtosis, 1.0);
}

TYPED_TEST(SampleMomentsOf, fractions_count_exact_zeros_and_what_is_not_finite) {
  const auto nan = std::numeric_limits<TypeParam>::quiet_NaN();
  const auto inf = std::numeric_limits<TypeParam>::infinity();
  const auto tiny = std::numeric_limits<TypeParam>::denorm_min();
  const auto found = moments(std::vector<TypeParam>{0, TypeParam(-0.0), tiny, -tiny, 1, inf, -inf, nan, nan, 2});
  EXPECT_EQ(found.zero_fraction, 0.2);
  EXPECT_EQ(found.nonfinite_fraction, 0.4);
}

TYPED_TEST(SampleMomentsOf, an_overflowed_number_make_the_moments_infinite) {
  for (const std::size_t place : {0, 7, 8}) {
    std::vector<TypeParam> numbers(9, TypeParam(1));
    numbers[place] = static_cast<TypeParam>(infinity);
    const auto found = moments(numbers);
    EXPECT_EQ(found.mean, infinity);
    EXPECT_EQ(found.second_moment, infinity);
    EXPECT_EQ(found.fourth_moment, infinity);
    EXPECT_FALSE(std::isfinite(found.variance));
    EXPECT_TRUE(std::isnan(found.kurtosis));
  }
  EXPECT_TRUE(std::isnan(moments(std::vector<TypeParam>{TypeParam(infinity), TypeParam(-infinity)}).mean));
  // All of them: not "equal numbers without variance".
  EXPECT_FALSE(std::isfinite(moments(std::vector<TypeParam>(20, TypeParam(infinity))).variance));
}

TEST(SampleMomentsOfFloats, do_not_overflow_before_the_numbers_do) {
  const std::vector<float> numbers(1000, 3e38f);
  EXPECT_NEAR(moments(numbers).fourth_moment / 8.1e153, 1.0, 1e-6);  // 3e38f is 3e38 to 6e-8
}

/// Normal numbers with this mean, in standard deviations.
template <class Real>
std::vector<Real> around(double mean, std::size_t size, double unit) {
  auto numbers = testing::normal_vectors<Real>(StreamFamily(61, "numbers", 0).at(2), size);
  for (Real& x : numbers) x = static_cast<Real>(unit * (mean + double(x)));
  return numbers;
}
template <class Real>
std::vector<Real> rectified(std::size_t size) {
  auto numbers = around<Real>(0.0, size, 1.0);
  for (Real& x : numbers) x = std::max(x, Real(0));
  return numbers;
}

// The promise of the header. Means on both sides of the limits where the second pass begins: 10 for float, 1 for
// double.
TYPED_TEST(SampleMomentsOf, variance_and_kurtosis_keep_their_digits_for_any_mean) {
  constexpr double digits = std::is_same_v<TypeParam, float> ? 6e-10 : 3e-13;
  const auto expect_digits = [](const std::vector<TypeParam>& numbers, double mean) {
    const auto expected = naive_moments(numbers);
    const auto found = moments(numbers);
    EXPECT_NEAR(found.variance / double(expected.variance), 1.0, digits) << mean;
    EXPECT_NEAR(found.kurtosis / double(expected.kurtosis), 1.0, digits) << mean;
  };
  for (const double unit : {1e-6, 1.0, 1e6})
    for (const double mean : {0.0, 0.3, 0.9, 0.99, 1.01, 1.1, 3.0, 9.0, 9.9, 10.1, 12.0, 1e2, 1e3, 1e4})
      for (const double sign : {-1.0, 1.0}) expect_digits(around<TypeParam>(sign * mean, 1000, unit), sign * mean);
  expect_digits(rectified<TypeParam>(1000), 0.4);
}

// The broken twin: power sums without a second pass, as precise as ours, lose what the limits stand for.
TEST(SampleMomentsOfDoubles, power_sums_alone_would_lose_them) {
  const auto numbers = around<double>(1e3, 1000, 1.0);
  const auto found = moments(numbers);
  double third = 0;
  for (const double x : numbers) third += x * x * x / 1000;
  const double mean = found.mean, square = found.second_moment;
  const double variance = square - mean * mean;
  const double fourth = found.fourth_moment - 4 * mean * third + 6 * mean * mean * square - 3 * std::pow(mean, 4);
  EXPECT_GT(std::abs(fourth / (variance * variance) / double(naive_moments(numbers).kurtosis) - 1.0), 1e-6);
}

// A standard deviation of 1e-13 of the mean, and numbers that lean to one side: the rounding of the mean is a
// thousandth of the standard deviation, and would be in the kurtosis if the offsets' own mean were not taken off.
TEST(SampleMomentsOfDoubles, the_rounding_of_a_large_mean_does_not_reach_the_kurtosis) {
  std::vector<double> steps, numbers;
  for (const double x : around<double>(0.0, 999, 1.0)) steps.push_back(std::round(500 * x * x));
  for (const double step : steps) numbers.push_back(1.0 + step * 0x1p-52);  // exact
  const auto expected = naive_moments(steps);
  const auto found = moments(numbers);
  EXPECT_NEAR(found.variance * 0x1p104 / double(expected.variance), 1.0, 1e-12);
  EXPECT_NEAR(found.kurtosis / double(expected.kurtosis), 1.0, 1e-12);
}

// 100 000 numbers: e of the header is 8.9e-14.
TYPED_TEST(SampleMomentsOf, many_numbers_lose_few_digits) {
  const auto numbers = around<TypeParam>(0.5, 100'003, 1.0);
  const auto expected = naive_moments(numbers);
  const auto found = moments(numbers);
  constexpr double e = 9e-14;
  EXPECT_NEAR(found.second_moment / double(expected.second), 1.0, e);
  EXPECT_NEAR(found.fourth_moment / double(expected.fourth), 1.0, e);
  EXPECT_NEAR(found.variance / double(expected.variance), 1.0, 2.4 * e);  // r = 1/2
  EXPECT_NEAR(found.kurtosis / double(expected.kurtosis), 1.0, 25 * e);
}

}  // namespace
}  // namespace initlab
