// What each activation computes, against its paper's formula in long double.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "activations/exact.hpp"
#include "activations/shipped.hpp"

namespace initlab::test {
namespace {

class Formula : public testing::TestWithParam<ExactActivation> {
 protected:
  const ExactActivation& exact = GetParam();
  std::unique_ptr<Activation> phi = shipped(exact.id, exact.arguments);
};
INSTANTIATE_TEST_SUITE_P(Every, Formula, testing::ValuesIn(exact_activations()),
                         [](const auto& tested) { return name_of(tested.param); });

/// Both signs; every order of magnitude up to `range` equally often, and as many where activations bend.
template <class T>
std::vector<T> inputs(double range) {
  std::mt19937_64 random(1);
  const auto uniform = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
  };
  std::vector<T> z = {T(0), T(-0.0), T(1), T(-1)};
  for (int i = 0; i < 4000; ++i) {
    const double sign = i % 2 ? 1.0 : -1.0;
    z.push_back(static_cast<T>(sign * std::exp(uniform(std::log(std::numeric_limits<T>::min()), std::log(range)))));
    z.push_back(static_cast<T>(sign * uniform(0.0, 3.0)));
    z.push_back(static_cast<T>(sign * std::exp(uniform(0.0, std::log(1000.0)))));
  }
  return z;
}

/// Compares the largest error, in epsilon relative to the terms, with the one that is allowed.
template <class T>
void expect_within_error(const ExactPart& exact, const std::vector<T>& z, const std::vector<T>& results) {
  // Where a tail underflows it is a product of z and a subnormal number: a few hundred of the smallest steps.
  constexpr long double floor = 1024.0L * std::numeric_limits<T>::min();
  double worst = 0, worst_at = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    const long double size = std::fmax(std::fabs(exact.terms(z[i])), floor);
    const long double difference = std::fabs(results[i] - exact.f(z[i]));
    const double error = static_cast<double>(difference / size) / std::numeric_limits<T>::epsilon();
    if (!(error <= worst)) worst = error, worst_at = z[i];
  }
  EXPECT_LE(worst, exact.error) << "epsilon, at z = " << worst_at;
}

TEST_P(Formula, is_the_value_in_float) {
  const auto z = inputs<float>(exact.float_range);
  expect_within_error(exact.value, z, values_of(*phi, z));
}
TEST_P(Formula, is_the_value_in_double) {
  const auto z = inputs<double>(exact.double_range);
  expect_within_error(exact.value, z, values_of(*phi, z));
}
TEST_P(Formula, is_the_derivative_in_float) {
  const auto z = inputs<float>(exact.float_range);
  expect_within_error(exact.derivative, z, derivatives_of(*phi, z));
}
TEST_P(Formula, is_the_derivative_in_double) {
  const auto z = inputs<double>(exact.double_range);
  expect_within_error(exact.derivative, z, derivatives_of(*phi, z));
}

// Needs no formula: a mistake that is in the plugin and in exact.cpp would pass the tests above.
TEST_P(Formula, of_the_derivative_is_the_slope_of_the_value) {
  constexpr double step = 1e-5;  // third derivatives below 40 leave 1e-9, rounding 1e-10
  const std::vector<double> kinks = phi->kinks();
  for (double z = -6.03; z < 6.0; z += 0.07) {
    const bool near_kink =
        std::any_of(kinks.begin(), kinks.end(), [&](double kink) { return std::abs(z - kink) < 0.1; });
    if (near_kink) continue;
    const double slope = (value_at(*phi, z + step) - value_at(*phi, z - step)) / (2 * step);
    EXPECT_NEAR(derivative_at(*phi, z), slope, 1e-8) << z;
  }
}

// A batch is computed in vectors and its last elements one by one; out may be the same memory as z.
TEST_P(Formula, gives_the_same_bits_anywhere_in_a_batch) {
  std::vector<float> z = inputs<float>(exact.float_range);
  z.resize(1003);
  const std::vector<float> together = values_of(*phi, z), slopes = derivatives_of(*phi, z);
  for (std::size_t i = 0; i < z.size(); ++i) {
    ASSERT_EQ(value_at(*phi, z[i]), together[i]) << z[i];
    ASSERT_EQ(derivative_at(*phi, z[i]), slopes[i]) << z[i];
  }
  phi->value(std::span<const float>(z), std::span<float>(z));
  EXPECT_EQ(z, together);
}

}  // namespace
}  // namespace initlab::test
