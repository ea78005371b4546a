#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <initlab/math.hpp>
#include <limits>
#include <ostream>
#include <random>
#include <string>

#include "ulps.hpp"

// libm of the next wider type is the yardstick: double for float, the 64-bit mantissa of long double for double. Its
// own error is below 2^-9 of the ulps counted here.

namespace {

namespace math = initlab::math;
using initlab::test::ulps_between;

constexpr float inf_f = std::numeric_limits<float>::infinity();
constexpr double inf = std::numeric_limits<double>::infinity();

// x sqrt(1/2) rounded to long double would cost erfc x^2/2 ulp; the lost part enters through the derivative.
long double exact_normal_cdf(long double x) {
  const long double sqrt_half = std::sqrt(0.5L);
  const long double sqrt_half_low = std::fma(-sqrt_half, sqrt_half, 0.5L) / (2 * sqrt_half);
  const long double y = x * sqrt_half;
  const long double y_low = std::fma(x, sqrt_half, -y) + x * sqrt_half_low;
  const long double slope = 1.128379167095512573896L * std::exp(-y * y);
  return 0.5L * (std::erfc(-y) + slope * (std::isfinite(x) ? y_low : 0));
}

/// One function with its exact value and the range and bound that its header states.
struct Case {
  std::string name;
  float (*in_float)(float);
  double (*in_double)(double);
  double (*exact_for_float)(double);
  long double (*exact_for_double)(long double);
  double float_range;  ///< |x| up to here
  double double_lowest, double_highest;
  double ulps;

  friend std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }
};

#define CASE(function, exact, ...)                                                                                 \
  Case {                                                                                                           \
    std::string(#function), [](float x) { return math::function(x); }, [](double x) { return math::function(x); }, \
        [](double x) { return static_cast<double>(exact); }, [](long double x) -> long double { return exact; },   \
        __VA_ARGS__                                                                                                \
  }

const Case cases[] = {
    CASE(exp, std::exp(x), inf, -746, 710, 1.1),
    CASE(expm1, std::expm1(x), inf, -50, 710, 2),
    CASE(log, std::log(x), inf, 0, 1e3, 1),
    CASE(log1p, std::log1p(x), inf, -1, 1e3, 2),
    CASE(tanh, std::tanh(x), inf, -21, 21, 3),
    CASE(sigmoid, 1 / (1 + std::exp(-x)), inf, -746, 40, 3),
    CASE(erf, std::erf(x), inf, -6.5, 6.5, 2),
    CASE(erfc, std::erfc(x), inf, -6.5, 27.5, 6),
    CASE(normal_cdf, exact_normal_cdf(x), inf, -39, 9, 6),
    CASE(normal_pdf, std::exp(-static_cast<long double>(x) * x / 2) / std::sqrt(6.283185307179586476925L), inf, -39, 39,
         3),
    CASE(sin, std::sin(x), 1e5, -1e9, 1e9, 2),
    CASE(cos, std::cos(x), 1e5, -1e9, 1e9, 2),
    CASE(atan, std::atan(x), inf, -1e2, 1e2, 2),
};

class ElementaryFunction : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Every, ElementaryFunction, testing::ValuesIn(cases),
                         [](const auto& tested) { return tested.param.name; });

TEST_P(ElementaryFunction, keeps_its_error_bound_over_all_exponents_of_float) {
  const Case& c = GetParam();
  double worst = 0, worst_at = 0;
  for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << 32); bits += 4001) {
    const float x = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    if (std::fabs(x) > c.float_range) continue;
    const double error = ulps_between(c.in_float(x), c.exact_for_float(x));
    if (!(error <= worst)) worst = error, worst_at = x;
  }
  EXPECT_LE(worst, c.ulps) << "at " << worst_at;
}

// Every float between 2^-8 and 2^7 has a neighbour here within 2^-11: the range in which the functions bend.
TEST_P(ElementaryFunction, keeps_its_error_bound_where_it_bends) {
  const Case& c = GetParam();
  double worst = 0, worst_at = 0;
  for (std::uint32_t bits = std::bit_cast<std::uint32_t>(0x1p-8f); bits < std::bit_cast<std::uint32_t>(0x1p+7f);
       bits += 1009)
    for (const float x : {std::bit_cast<float>(bits), -std::bit_cast<float>(bits)}) {
      const double error = ulps_between(c.in_float(x), c.exact_for_float(x));
      if (!(error <= worst)) worst = error, worst_at = x;
    }
  EXPECT_LE(worst, c.ulps) << "at " << worst_at;
}

TEST_P(ElementaryFunction, keeps_its_error_bound_in_double) {
  const Case& c = GetParam();
  std::mt19937_64 random(1);
  double worst = 0, worst_at = 0;
  for (int i = 0; i < 120000; ++i) {
    const double uniform = static_cast<double>(random() >> 11) * 0x1p-53;
    double x = c.double_lowest + (c.double_highest - c.double_lowest) * uniform;
    if (i % 2 == 0) {  // every exponent down to the subnormals equally often
      x = std::bit_cast<double>(random());
      if (!(x >= c.double_lowest && x <= c.double_highest)) continue;
    } else if (i % 4 == 1) {
      x = std::clamp(16 * uniform - 8, c.double_lowest, c.double_highest);
    }
    const double error = ulps_between(c.in_double(x), c.exact_for_double(x));
    if (!(error <= worst)) worst = error, worst_at = x;
  }
  EXPECT_LE(worst, c.ulps) << "at " << worst_at;
}

TEST_P(ElementaryFunction, turns_nan_into_nan) {
  EXPECT_TRUE(std::isnan(GetParam().in_float(std::nanf(""))));
  EXPECT_TRUE(std::isnan(GetParam().in_double(std::nan(""))));
}

template <class T>
class Specials : public testing::Test {};
using Reals = testing::Types<float, double>;
TYPED_TEST_SUITE(Specials, Reals);

TYPED_TEST(Specials, limits_at_infinity_are_exact) {
  using T = TypeParam;
  const T infinity = std::numeric_limits<T>::infinity();
  EXPECT_EQ(math::exp(infinity), infinity);
  EXPECT_EQ(math::exp(-infinity), T(0));
  EXPECT_EQ(math::expm1(infinity), infinity);
  EXPECT_EQ(math::expm1(-infinity), T(-1));
  EXPECT_EQ(math::log(infinity), infinity);
  EXPECT_EQ(math::log1p(infinity), infinity);
  EXPECT_EQ(math::tanh(infinity), T(1));
  EXPECT_EQ(math::tanh(-infinity), T(-1));
  EXPECT_EQ(math::sigmoid(infinity), T(1));
  EXPECT_EQ(math::sigmoid(-infinity), T(0));
  EXPECT_EQ(math::erf(infinity), T(1));
  EXPECT_EQ(math::erf(-infinity), T(-1));
  EXPECT_EQ(math::erfc(infinity), T(0));
  EXPECT_EQ(math::erfc(-infinity), T(2));
  EXPECT_EQ(math::normal_cdf(infinity), T(1));
  EXPECT_EQ(math::normal_cdf(-infinity), T(0));
  EXPECT_EQ(math::normal_pdf(infinity), T(0));
  EXPECT_EQ(math::atan(infinity), static_cast<T>(1.5707963267948966));
  EXPECT_TRUE(std::isnan(math::sin(infinity)));
  EXPECT_TRUE(std::isnan(math::cos(-infinity)));
}

TYPED_TEST(Specials, values_at_zero_are_exact) {
  using T = TypeParam;
  EXPECT_EQ(math::exp(T(0)), T(1));
  EXPECT_EQ(math::log(T(1)), T(0));
  EXPECT_EQ(math::sigmoid(T(0)), T(0.5));
  EXPECT_EQ(math::erfc(T(0)), T(1));
  EXPECT_EQ(math::normal_cdf(T(0)), T(0.5));
  EXPECT_EQ(math::cos(T(0)), T(1));
}

TYPED_TEST(Specials, odd_functions_keep_the_sign_of_zero) {
  using T = TypeParam;
  const T negative_zero = T(-0.0);
  for (const T y : {math::expm1(negative_zero), math::log1p(negative_zero), math::tanh(negative_zero),
                    math::erf(negative_zero), math::sin(negative_zero), math::atan(negative_zero)}) {
    EXPECT_EQ(y, T(0));
    EXPECT_TRUE(std::signbit(y));
  }
}

TYPED_TEST(Specials, odd_functions_are_odd_in_every_bit) {
  using T = TypeParam;
  std::mt19937_64 random(2);
  for (int i = 0; i < 20000; ++i) {
    const T x = static_cast<T>(static_cast<double>(random() >> 11) * 0x1p-48);
    EXPECT_EQ(math::tanh(-x), -math::tanh(x));
    EXPECT_EQ(math::erf(-x), -math::erf(x));
    EXPECT_EQ(math::sin(-x), -math::sin(x));
    EXPECT_EQ(math::cos(-x), math::cos(x));
    EXPECT_EQ(math::atan(-x), -math::atan(x));
  }
}

TYPED_TEST(Specials, logarithms_outside_their_domain) {
  using T = TypeParam;
  const T infinity = std::numeric_limits<T>::infinity();
  EXPECT_EQ(math::log(T(0)), -infinity);
  EXPECT_EQ(math::log(T(-0.0)), -infinity);
  EXPECT_TRUE(std::isnan(math::log(T(-1))));
  EXPECT_TRUE(std::isnan(math::log(-infinity)));
  EXPECT_EQ(math::log1p(T(-1)), -infinity);
  EXPECT_TRUE(std::isnan(math::log1p(T(-1.5))));
  EXPECT_TRUE(std::isnan(math::log1p(-infinity)));
}

TYPED_TEST(Specials, sine_beyond_its_range_stays_within_one) {
  using T = TypeParam;
  for (T x = T(1); x < std::numeric_limits<T>::infinity(); x *= T(1.37)) {
    EXPECT_LE(math::abs(math::sin(x)), T(1)) << x;
    EXPECT_LE(math::abs(math::cos(x)), T(1)) << x;
  }
}

// Consecutive floats, where a step of the function is far below an ulp and only rounding could turn it back.
template <class F>
void expect_never_decreasing(F f, float first, float last) {
  float previous = f(first);
  for (float x = first; x <= last; x = std::nextafter(x, inf_f)) {
    const float y = f(x);
    ASSERT_GE(y, previous) << "at " << x;
    ASSERT_LE(y, 1.0f) << "at " << x;
    previous = y;
  }
}

TEST(Saturation, tanh_never_decreases_and_ends_at_one) {
  expect_never_decreasing([](float x) { return math::tanh(x); }, 7.0f, 10.0f);
  EXPECT_EQ(math::tanh(10.0f), 1.0f);
  EXPECT_EQ(math::tanh(20.0), 1.0);
}

TEST(Saturation, sigmoid_never_decreases_and_ends_at_one) {
  expect_never_decreasing([](float x) { return math::sigmoid(x); }, 14.0f, 20.0f);
  EXPECT_EQ(math::sigmoid(20.0f), 1.0f);
  EXPECT_EQ(math::sigmoid(40.0), 1.0);
}

TEST(Saturation, normal_cdf_never_decreases_and_ends_at_one) {
  expect_never_decreasing([](float x) { return math::normal_cdf(x); }, 5.0f, 7.0f);
  EXPECT_EQ(math::normal_cdf(7.0f), 1.0f);
  EXPECT_EQ(math::normal_cdf(9.0), 1.0);
}

TEST(Underflow, exp_is_gradual) {
  EXPECT_EQ(math::exp(-100.0f), static_cast<float>(std::exp(-100.0)));
  EXPECT_EQ(math::exp(-104.0f), 0.0f);
  EXPECT_EQ(math::exp(-745.0), std::exp(-745.0));
}

TEST(Basic, sqrt_is_correctly_rounded) {
  EXPECT_EQ(math::sqrt(2.0f), std::sqrt(2.0f));
  EXPECT_EQ(math::sqrt(2.0), std::sqrt(2.0));
  EXPECT_TRUE(std::isnan(math::sqrt(-1.0f)));
}

TEST(Basic, max_and_min_take_the_first_of_equal_or_unordered_arguments) {
  EXPECT_EQ(math::max(2.0f, 3), 3.0f);
  EXPECT_EQ(math::min(2.0f, 3), 2.0f);
  EXPECT_TRUE(std::signbit(math::max(-0.0f, 0.0f)));
  EXPECT_TRUE(std::isnan(math::max(std::nan(""), 0.0)));
}

TEST(Basic, pow_takes_integers_of_either_sign) {
  EXPECT_EQ(math::pow(3.0, 5), 243.0);
  EXPECT_EQ(math::pow(2.0f, -3), 0.125f);
  EXPECT_EQ(math::pow(7.0, 0), 1.0);
  EXPECT_EQ(math::pow(-1.0, std::numeric_limits<int>::min()), 1.0);
}

TEST(Basic, fma_rounds_once) { EXPECT_EQ(math::fma(1 + 0x1p-30, 1 - 0x1p-30, -1.0), -0x1p-60); }

}  // namespace
