#include "measure/sample_moments.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
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

TYPED_TEST(SampleMomentsOf, dot_is_the_sum_of_products) {
  for (const std::size_t size : {1, 7, 8, 9, 1000}) {
    const auto x = testing::normal_vectors<TypeParam>(stream, size);
    const auto y = testing::normal_vectors<TypeParam>(StreamFamily(61, "numbers", 0).at(1), size);
    long double expected = 0, magnitudes = 0;
    for (std::size_t i = 0; i < size; ++i) {
      expected += static_cast<long double>(x[i]) * y[i];
      magnitudes += std::abs(static_cast<long double>(x[i]) * y[i]);
    }
    EXPECT_NEAR(dot(std::span<const TypeParam>(x), std::span<const TypeParam>(y)), double(expected),
                130 * testing::unit_roundoff<double> * double(magnitudes));
  }
}

}  // namespace
}  // namespace initlab
