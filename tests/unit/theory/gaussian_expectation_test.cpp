#include "theory/gaussian_expectation.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace initlab {
namespace {

constexpr int many_rounds = 60;
constexpr double infinity = std::numeric_limits<double>::infinity();

template <class F>
BatchFunction batch(F f) {
  return [f](std::span<const double> z, std::span<double> out) {
    for (std::size_t i = 0; i < z.size(); ++i) out[i] = f(z[i]);
  };
}

double density(double z) { return std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi); }
double upper_tail(double z) { return 0.5 * std::erfc(z / std::numbers::sqrt2); }

// max(z - 0.3, 0): the kink is at no place a panel would end at by chance.
constexpr double kink = 0.3;
const BatchFunction shifted_relu = batch([](double z) { return z > kink ? z - kink : 0.0; });
const double shifted_relu_mean = density(kink) - kink * upper_tail(kink);

TEST(GaussianExpectation, even_powers_give_double_factorials) {
  double exact = 1.0;
  for (int power = 0; power <= 16; power += 2) {
    EXPECT_NEAR(gaussian_expectation(batch([=](double z) { return std::pow(z, power); })) / exact, 1.0, 1e-13) << power;
    exact *= power + 1;
  }
}

TEST(GaussianExpectation, an_odd_function_has_expectation_exactly_zero) {
  EXPECT_EQ(gaussian_expectation(batch([](double z) { return z * z * z; })), 0.0);
  EXPECT_EQ(gaussian_expectation(batch([](double z) { return std::tanh(100.0 * z); }), {.width = 0.01}), 0.0);
}

TEST(GaussianExpectation, a_function_odd_up_to_rounding_has_expectation_of_rounding) {
  const auto f = batch([](double z) { return 1.0 / (1.0 + std::exp(-z)) - 0.5; });
  EXPECT_NEAR(gaussian_expectation(f, {.absolute_floor = 1e-15}), 0.0, 1e-16);
  EXPECT_THROW(gaussian_expectation(f), ConvergenceError);
  EXPECT_LE(estimate_gaussian_expectation(f, {}, many_rounds).evaluations, 1000u);  // no search for digits in rounding
}

TEST(GaussianExpectation, a_declared_kink_costs_no_digit) {
  EXPECT_NEAR(gaussian_expectation(shifted_relu, {.kinks = {kink}}) / shifted_relu_mean, 1.0, 1e-14);
}

// The broken twin: what the test above would see if the split at the kink were lost.
TEST(GaussianExpectation, the_same_panels_not_split_at_the_kink_are_visibly_wrong) {
  const double split = estimate_gaussian_expectation(shifted_relu, {.kinks = {kink}}, 0).value;
  EXPECT_NEAR(split / shifted_relu_mean, 1.0, 1e-14);
  const ExpectationEstimate unsplit = estimate_gaussian_expectation(shifted_relu, {}, 0);
  EXPECT_GT(std::abs(unsplit.value / shifted_relu_mean - 1.0), 1e-9);
  EXPECT_LT(std::abs(unsplit.value - shifted_relu_mean), unsplit.error);
}

TEST(GaussianExpectation, a_kink_nobody_declared_costs_points_not_digits) {
  const ExpectationEstimate declared = estimate_gaussian_expectation(shifted_relu, {.kinks = {kink}}, many_rounds);
  const ExpectationEstimate undeclared = estimate_gaussian_expectation(shifted_relu, {}, many_rounds);
  EXPECT_NEAR(undeclared.value / shifted_relu_mean, 1.0, 1e-12);
  EXPECT_GT(undeclared.evaluations, 2 * declared.evaluations);
}

TEST(GaussianExpectation, a_jump_counts_the_normal_mass_beyond_it) {
  for (const double jump : {-3.0, 0.0, 0.3, 5.0, 15.0}) {
    const auto step = batch([=](double z) { return z > jump ? 1.0 : 0.0; });
    EXPECT_NEAR(gaussian_expectation(step, {.kinks = {jump}}) / upper_tail(jump), 1.0, 1e-12) << jump;
  }
}

TEST(GaussianExpectation, a_jump_nobody_declared_is_found) {
  const auto step = batch([](double z) { return z > kink ? 1.0 : 0.0; });
  EXPECT_NEAR(gaussian_expectation(step) / upper_tail(kink), 1.0, 1e-12);
}

TEST(GaussianExpectation, kinks_beyond_any_normal_number_are_ignored) {
  const IntegrandShape far = {.kinks = {-1e300, 40.0, infinity}};
  EXPECT_NEAR(gaussian_expectation(batch([](double z) { return z * z; }), far), 1.0, 1e-14);
}

TEST(GaussianExpectation, a_spike_of_known_width_is_seen) {
  // E[exp(-a z^2)] = 1/sqrt(1 + 2a)
  for (const double a : {1e2, 1e6, 1e10, 1e14}) {
    const auto f = batch([=](double z) { return std::exp(-a * z * z); });
    EXPECT_NEAR(gaussian_expectation(f, {.width = 1.0 / std::sqrt(a)}) * std::sqrt(1.0 + 2.0 * a), 1.0, 1e-13) << a;
  }
}

TEST(GaussianExpectation, the_reach_follows_a_growing_function) {
  // E[exp(s z)] = exp(s^2/2), with its mass around z = s; relative rounding of exp(s z) is about s^2 epsilon.
  for (const double s : {1.0, 5.0, 10.0, 15.0, 18.0}) {
    const auto f = batch([=](double z) { return std::exp(s * z); });
    EXPECT_NEAR(gaussian_expectation(f, {.width = 1.0 / s}) / std::exp(0.5 * s * s), 1.0, 1e-13) << s;
  }
}

TEST(GaussianExpectation, a_bounded_function_is_not_asked_beyond_twelve) {
  double farthest = 0.0;
  gaussian_expectation([&](std::span<const double> z, std::span<double> out) {
    for (std::size_t i = 0; i < z.size(); ++i) {
      farthest = std::max(farthest, std::abs(z[i]));
      out[i] = std::tanh(z[i]) * std::tanh(z[i]);
    }
  });
  EXPECT_LE(farthest, 12.0);
}

TEST(GaussianExpectation, a_smooth_function_takes_one_batch_of_three_hundred_points) {
  int calls = 0;
  std::size_t points = 0;
  gaussian_expectation([&](std::span<const double> z, std::span<double> out) {
    ++calls;
    points += z.size();
    for (std::size_t i = 0; i < z.size(); ++i) out[i] = std::tanh(z[i]) * std::tanh(z[i]);
  });
  EXPECT_EQ(calls, 1);
  EXPECT_LE(points, 300u);
}

TEST(GaussianExpectation, single_precision_noise_is_integrated_down_to_the_noise) {
  const auto exact = batch([](double z) { return std::tanh(z) * std::tanh(z); });
  const auto noisy = batch([](double z) { return double(std::tanh(float(z))) * double(std::tanh(float(z))); });
  EXPECT_NEAR(gaussian_expectation(noisy), gaussian_expectation(exact), 1e-7);
  EXPECT_LE(estimate_gaussian_expectation(noisy, {}, many_rounds).evaluations, 300'000u);
}

TEST(GaussianExpectation, overflow_is_infinite_and_keeps_its_sign) {
  const auto huge = batch([](double z) { return std::exp(1e4 * z); });
  EXPECT_EQ(gaussian_expectation(huge), infinity);
  EXPECT_EQ(gaussian_expectation(batch([](double z) { return -std::exp(1e4 * z); })), -infinity);
}

TEST(GaussianExpectation, overflow_with_both_signs_is_an_error) {
  EXPECT_THROW(gaussian_expectation(batch([](double z) { return std::sinh(1e4 * z); })), ConvergenceError);
}

TEST(GaussianExpectation, a_function_without_any_regularity_is_an_error) {
  const auto hash = batch([](double z) {
    const std::uint64_t mixed = std::bit_cast<std::uint64_t>(z) * 0x9E3779B97F4A7C15u;
    return double(mixed >> 11) * 0x1p-53;
  });
  EXPECT_THROW(gaussian_expectation(hash), ConvergenceError);
}

TEST(GaussianExpectation, nan_is_an_error_that_shows_where) {
  try {
    gaussian_expectation(batch([](double z) { return std::sqrt(z); }));
    FAIL();
  } catch (const DomainError& error) {
    EXPECT_NE(std::string(error.what()).find("NaN at z = -"), std::string::npos) << error.what();
  }
}

TEST(GaussianExpectation, a_width_that_is_not_positive_is_an_error) {
  for (const double width : {0.0, -1.0, std::nan("")})
    EXPECT_THROW(gaussian_expectation(shifted_relu, {.width = width}), DomainError);
}

}  // namespace
}  // namespace initlab
