#include "theory/correlation_rate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/function_activation.hpp"
#include "theory/correlation_map.hpp"
#include "unit/theory/activations.hpp"

namespace initlab {
namespace {

const ReferenceActivations& activations() {
  static const ReferenceActivations all;
  return all;
}

std::optional<CorrelationRate> rate_of(const std::string& name, double sigma_b) {
  const Moments phi(activations()[name]);
  return correlation_rate(phi, edge_of_chaos(phi, sigma_b * sigma_b).points.at(0));
}

// 2 E[phi'^2] / (q E[phi''^2]) by an independent quadrature of phi'', which elu has on both sides of its kink.
TEST(CorrelationRate, of_smooth_activations_is_that_of_their_second_derivative) {
  const std::pair<const char*, double> expected[] = {
      {"tanh", 7.083738}, {"elu", 7.390649}, {"silu", 6.359143}, {"gelu", 4.254754}, {"erf", 6.598867}};
  for (const auto& [name, coefficient] : expected) {
    const auto rate = rate_of(name, 0.2);
    ASSERT_TRUE(rate) << name;
    EXPECT_EQ(rate->power, 1) << name;
    EXPECT_NEAR(rate->coefficient, coefficient, 2e-6) << name;
  }
}

TEST(CorrelationRate, of_relu_is_that_of_its_closed_form) {
  const auto rate = rate_of("relu", 0.0);
  ASSERT_TRUE(rate);
  EXPECT_EQ(rate->power, 2);
  EXPECT_NEAR(rate->coefficient, 4.5 * std::numbers::pi * std::numbers::pi, 1e-5);
}

// The law itself: the map, applied a hundred thousand times. What is left out of 1/l is of order log(l)/l.
TEST(CorrelationRate, is_where_the_iteration_goes) {
  const Moments phi(activations()["tanh"]);
  const EdgePoint edge = edge_of_chaos(phi, 0.04).points.at(0);
  Kernel kernel(phi, edge.q);
  double d = 0.5;
  constexpr int layers = 100'000;
  for (int layer = 0; layer < layers; ++layer) d = correlation_map(kernel, d, edge.sigma_w * edge.sigma_w);
  EXPECT_NEAR(layers * d / correlation_rate(phi, edge)->coefficient, 1.0, 1e-3);
}

TEST(CorrelationRate, has_the_square_of_the_depth_where_the_slope_jumps) {
  for (const char* name : {"hard_tanh", "selu"}) {
    const auto rate = rate_of(name, 0.2);
    ASSERT_TRUE(rate) << name;
    EXPECT_EQ(rate->power, 2) << name;
  }
}

TEST(CorrelationRate, does_not_exist_where_signals_vanish_or_nothing_is_lost) {
  EXPECT_FALSE(rate_of("tanh", 0.0));      // q = 0
  EXPECT_FALSE(rate_of("identity", 0.0));  // correlations stay as they are
}

// sqrt(x) has an infinite slope next to zero.
TEST(CorrelationRate, is_not_given_for_another_power_of_x) {
  const FunctionActivation root("root", [](auto x) { return x > decltype(x)(0.0) ? math::sqrt(x) : decltype(x)(0.0); },
                                {0.0});
  EXPECT_FALSE(correlation_rate(Moments(root), EdgePoint{.q = 1.0, .sigma_w = 1.0, .slope = 0.5, .is_stable = true}));
}

}  // namespace
}  // namespace initlab
