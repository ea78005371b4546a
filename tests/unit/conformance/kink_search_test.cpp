// Kinks are found where they are, whatever the grid, and steep but smooth functions have none.
#include "conformance/kink_search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace initlab::test {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::IsEmpty;

NumberFunction batch(double (*f)(double)) {
  return [f](const std::vector<double>& z) {
    std::vector<double> out;
    for (const double each : z) out.push_back(f(each));
    return out;
  };
}

TEST(Jumps, are_found_to_1e_8) {
  const auto two_steps = batch([](double z) { return (z > 0.1 ? 1.0 : 0.0) + (z >= -2.0 ? 0.5 : 0.0); });
  EXPECT_THAT(jumps_of(two_steps, 8.0), ElementsAre(DoubleNear(-2.0, 1e-8), DoubleNear(0.1, 1e-8)));
}

TEST(Jumps, are_not_what_a_steep_function_has) {
  EXPECT_THAT(jumps_of(batch([](double z) { return std::tanh(1e4 * z); }), 8.0), IsEmpty());
  EXPECT_THAT(jumps_of(batch([](double z) { return std::abs(z); }), 8.0), IsEmpty());
}

TEST(SlopeJumps, are_found_to_1e_5) {
  const auto bent = batch([](double z) { return std::abs(z - 1.0 / 3.0) + 0.1 * std::abs(z + 4.0) + std::sin(z); });
  EXPECT_THAT(slope_jumps_of(bent, 8.0), ElementsAre(DoubleNear(-4.0, 2e-5), DoubleNear(1.0 / 3.0, 2e-5)));
}

TEST(SlopeJumps, are_found_wherever_they_lie_in_a_cell) {
  for (int i = 0; i < 40; ++i) {
    const double place = 1e-4 * i;
    const NumberFunction bent = [place](const std::vector<double>& z) {
      std::vector<double> out;
      for (const double each : z) out.push_back(std::max(each, place));
      return out;
    };
    EXPECT_THAT(slope_jumps_of(bent, 8.0), ElementsAre(DoubleNear(place, 2e-5)));
  }
}

TEST(SlopeJumps, are_not_what_a_smooth_function_has) {
  EXPECT_THAT(slope_jumps_of(batch([](double z) { return std::tanh(100.0 * z); }), 8.0), IsEmpty());
  EXPECT_THAT(slope_jumps_of(batch([](double z) { return z * z * std::abs(z); }), 8.0), IsEmpty());  // only f''' jumps
  EXPECT_THAT(slope_jumps_of(batch([](double) { return 0.0; }), 8.0), IsEmpty());
}

TEST(Smoothness, ends_where_a_derivative_up_to_the_fourth_jumps) {
  EXPECT_FALSE(is_smooth_at(batch([](double z) { return z > 0 ? 1.0 : 0.0; }), 0.0));
  EXPECT_FALSE(is_smooth_at(batch([](double z) { return std::abs(z); }), 0.0));
  EXPECT_FALSE(is_smooth_at(batch([](double z) { return z * std::abs(z); }), 0.0));
  EXPECT_FALSE(is_smooth_at(batch([](double z) { return std::exp(z) + std::pow(std::max(z, 0.0), 4); }), 0.0));
  EXPECT_FALSE(is_smooth_at(batch([](double z) { return z > 1 ? z : std::exp(z - 1); }), 1.0));
}

TEST(Smoothness, is_what_analytic_functions_have) {
  for (const double z : {-1.0, 0.0, 0.3, 2.0}) {
    EXPECT_TRUE(is_smooth_at(batch([](double x) { return std::tanh(x); }), z)) << z;
    EXPECT_TRUE(is_smooth_at(batch([](double x) { return std::exp(x); }), z)) << z;
    EXPECT_TRUE(is_smooth_at(batch([](double x) { return 3.0 * x; }), z)) << z;
    EXPECT_TRUE(is_smooth_at(batch([](double) { return 7.0; }), z)) << z;
  }
}

}  // namespace
}  // namespace initlab::test
