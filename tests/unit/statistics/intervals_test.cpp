#include "statistics/intervals.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/error.hpp"
#include "statistics/accumulator.hpp"
#include "unit/statistics/uniforms.hpp"

namespace initlab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Reference values: erfc to 40 digits, rounded; the quantile is the familiar 1.96.
TEST(Normal, the_distribution_has_its_known_values_far_into_the_tails) {
  EXPECT_EQ(normal_cdf(0.0), 0.5);
  EXPECT_NEAR(normal_cdf(1.959963984540054), 0.975, 1e-15);
  EXPECT_NEAR(normal_cdf(-10.0) / 7.619853024160527e-24, 1.0, 1e-13);
  EXPECT_EQ(normal_cdf(-infinity), 0.0);
  EXPECT_EQ(normal_cdf(infinity), 1.0);
}

TEST(Normal, the_quantile_undoes_the_distribution) {
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-14);
  for (double x = -8.0; x <= 5.0; x += 0.37) EXPECT_NEAR(normal_quantile(normal_cdf(x)), x, 1e-10);
  EXPECT_EQ(normal_quantile(0.0), -infinity);
  EXPECT_EQ(normal_quantile(1.0), infinity);
  EXPECT_THROW(normal_quantile(1.5), DomainError);
  EXPECT_THROW(normal_quantile(nan), DomainError);
}

TEST(Normal, five_standard_errors_are_one_false_alarm_in_1_7_million) {
  EXPECT_NEAR(two_sided_p_value(5.0) / 5.733031437583867e-7, 1.0, 1e-13);
  EXPECT_EQ(two_sided_p_value(5.0), two_sided_p_value(-5.0));
  EXPECT_EQ(two_sided_p_value(0.0), 1.0);
}

TEST(ZScore, is_the_distance_in_standard_errors) {
  EXPECT_EQ(z_score(3.0, 0.5, 2.0), 2.0);
  EXPECT_EQ(z_score(2.0, 0.5, 3.0), -2.0);
}

TEST(ZScore, without_spread_only_equality_passes) {
  EXPECT_EQ(z_score(2.0, 0.0, 2.0), 0.0);
  EXPECT_EQ(z_score(2.1, 0.0, 2.0), infinity);
  EXPECT_EQ(z_score(1.9, 0.0, 2.0), -infinity);
}

TEST(ZScore, is_undefined_where_nothing_is_known) {
  EXPECT_TRUE(std::isnan(z_score(nan, 1.0, 2.0)));
  EXPECT_TRUE(std::isnan(z_score(1.0, nan, 2.0)));
  EXPECT_TRUE(std::isnan(z_score(1.0, 1.0, nan)));
  EXPECT_TRUE(std::isnan(z_score(nan, 0.0, 2.0)));
  EXPECT_TRUE(std::isnan(z_score(1.0, infinity, 2.0)));  // would be z = 0, a pass that says nothing
}

TEST(Sidak, the_family_has_the_level_it_was_made_for) {
  EXPECT_DOUBLE_EQ(sidak_level(0.05, 1), 0.05);
  EXPECT_NEAR(sidak_level(0.05, 10), 0.00511619689182370113, 1e-17);
  for (const std::size_t tests : {2u, 50u, 1000u})
    EXPECT_NEAR(1.0 - std::pow(1.0 - sidak_level(0.01, tests), static_cast<double>(tests)), 0.01, 1e-13);
}

TEST(Sidak, keeps_its_digits_for_large_families_of_small_level) {
  EXPECT_NEAR(sidak_level(1e-12, 1'000'000) / 1e-18, 1.0, 1e-11);
}

TEST(Sidak, refuses_what_is_no_family) {
  EXPECT_THROW(sidak_level(0.05, 0), DomainError);
  EXPECT_THROW(sidak_level(0.0, 3), DomainError);
  EXPECT_THROW(sidak_level(1.0, 3), DomainError);
  EXPECT_THROW(sidak_level(nan, 3), DomainError);
}

TEST(Intervals, have_the_tabulated_quantiles) {
  // Nine degrees of freedom at 95 percent: t 2.262157, chi^2 2.700389 and 19.022768 (any table of both laws).
  const Interval mean = mean_interval(1.0, 0.1, 10, 0.95);
  EXPECT_NEAR(mean.low, 1.0 - 0.2262157, 1e-7);
  EXPECT_NEAR(mean.high, 1.0 + 0.2262157, 1e-7);
  const Interval variance = variance_interval(1.0, 10, 0.95);
  EXPECT_NEAR(variance.low, 9.0 / 19.022768, 1e-7);
  EXPECT_NEAR(variance.high, 9.0 / 2.700389, 1e-6);
}

TEST(Intervals, refuse_fewer_than_two_samples_and_confidences_that_are_none) {
  EXPECT_THROW(mean_interval(1.0, 0.1, 1, 0.95), DomainError);
  EXPECT_THROW(variance_interval(1.0, 0, 0.95), DomainError);
  EXPECT_THROW(variance_interval(1.0, 10, 1.0), DomainError);
  EXPECT_THROW(variance_interval(1.0, 10, 95.0), DomainError);
}

// Coverage over 4000 samples of five normals; counts within five standard deviations of the binomial, so the family of
// both has one false alarm in 870 000 seeds. The twins use the normal law where Student's or chi-square belongs.
TEST(Intervals, hold_the_truth_as_often_as_they_say) {
  constexpr int repetitions = 4000;
  constexpr double confidence = 0.9;
  int mean_held = 0;
  int variance_held = 0;
  int twin_held = 0;
  Uniforms uniforms(21);
  for (int i = 0; i < repetitions; ++i) {
    Accumulator a;
    for (int j = 0; j < 5; ++j) a.add(3.0 + 2.0 * normal_quantile(uniforms.next()));
    const Summary s = a.summary();
    const double variance = s.standard_deviation * s.standard_deviation;
    mean_held += mean_interval(s.mean, s.standard_error, s.count, confidence).contains(3.0);
    variance_held += variance_interval(variance, s.count, confidence).contains(4.0);
    twin_held += std::abs(z_score(s.mean, s.standard_error, 3.0)) < normal_quantile(0.95);
  }
  const double expected = repetitions * confidence;
  const double tolerance = 5.0 * std::sqrt(expected * (1.0 - confidence));
  EXPECT_NEAR(mean_held, expected, tolerance);
  EXPECT_NEAR(variance_held, expected, tolerance);
  EXPECT_GT(std::abs(twin_held - expected), tolerance);
}

// One percent too much variance is seven standard deviations of s^2 at a million samples; the interval has 4.9.
TEST(Intervals, one_percent_too_much_variance_is_seen_in_a_million_samples) {
  constexpr double confidence = 1.0 - 1e-6;
  Accumulator right;
  Accumulator twin;
  Uniforms uniforms(22);
  for (int i = 0; i < 1'000'000; ++i) {
    const double z = normal_quantile(uniforms.next());
    right.add(z);
    twin.add(std::sqrt(1.01) * z);
  }
  const auto interval = [&](const Accumulator& a) {
    const Summary s = a.summary();
    return variance_interval(s.standard_deviation * s.standard_deviation, s.count, confidence);
  };
  EXPECT_TRUE(interval(right).contains(1.0));
  EXPECT_FALSE(interval(twin).contains(1.0));
}

}  // namespace
}  // namespace initlab
