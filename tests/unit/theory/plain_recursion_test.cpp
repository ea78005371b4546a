#include "theory/plain_recursion.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "core/error.hpp"
#include "theory/correlation_map.hpp"
#include "theory/edge_of_chaos.hpp"
#include "unit/theory/activations.hpp"

namespace initlab {
namespace {

const ReferenceActivations& activations() {
  static const ReferenceActivations all;
  return all;
}

std::vector<LayerVariances> layers(std::size_t depth, LayerVariances variances) {
  return std::vector<LayerVariances>(depth, variances);
}

TEST(PlainRecursion, is_the_length_map_and_the_correlation_map_in_turn) {
  const Moments phi(activations()["tanh"]);
  const std::vector<LayerVariances> different = {{1.5, 0.1}, {0.7, 0.3}, {2.5, 0.0}, {1.0, 0.05}};
  const auto signal = plain_recursion(phi, different, {.mean_square = 2.0, .one_minus_c = 0.4});
  double q = 1.5 * 2.0 + 0.1;
  double gap = 1.5 * 2.0 * 0.4 / q;
  for (std::size_t l = 0; l < different.size(); ++l) {
    EXPECT_NEAR(signal[l].q(), q, 1e-14 * q);
    EXPECT_NEAR(signal[l].one_minus_c, gap, 1e-13 * gap);
    if (l + 1 == different.size()) break;
    const double next = length_map(phi, q, different[l + 1]);
    gap = different[l + 1].weight * Kernel(phi, q).deficit(gap) / next;
    q = next;
  }
}

// Hayou et al. 2019: 1 - c_l ~ 9 pi^2 / (2 l^2). The correlation itself would have no digits left at this depth.
TEST(PlainRecursion, of_relu_on_the_edge_approaches_correlation_one_like_an_inverse_square) {
  const Moments phi(activations()["relu"]);
  const auto signal = plain_recursion(phi, layers(100'000, {2.0, 0.0}), {.mean_square = 1.0, .one_minus_c = 0.5});
  const auto scaled = [&](double l) { return signal[static_cast<std::size_t>(l) - 1].one_minus_c * l * l; };
  EXPECT_NEAR(scaled(1e4), 44.25, 0.05);
  const double limit = 4.5 * std::numbers::pi * std::numbers::pi;
  EXPECT_NEAR(scaled(1e5), limit, 0.03);
  EXPECT_NEAR(signal.back().q(), 2.0, 1e-9);
}

// The broken twin: the same closed form for c instead of 1 - c.
TEST(PlainRecursion, of_the_correlation_itself_is_wrong_at_depth_100000) {
  const double pi = std::numbers::pi;
  double c = 0.5;
  for (int l = 1; l < 100'000; ++l) c = (std::sqrt(1.0 - c * c) + c * (pi - std::acos(c))) / pi;
  EXPECT_GT(std::abs((1.0 - c) * 1e10 - 4.5 * pi * pi), 1.0);
}

struct SmoothRate {
  const char* activation;
  double beta;
};

// 1 - c_l ~ beta / l with beta = 2 D / (q E[phi''^2]) on the edge at sigma_b = 0.2, up to terms in log(l) / l^2.
TEST(PlainRecursion, of_smooth_activations_on_the_edge_approaches_correlation_one_like_an_inverse) {
  for (const SmoothRate rate : {SmoothRate{"tanh", 7.083738}, SmoothRate{"erf", 6.598867}}) {
    const Moments phi(activations()[rate.activation]);
    const EdgePoint edge = edge_of_chaos(phi, 0.04).points.at(0);
    const double weight = edge.sigma_w * edge.sigma_w;
    const auto signal = plain_recursion(phi, layers(10'000, {weight, 0.04}),
                                        {.mean_square = (edge.q - 0.04) / weight, .one_minus_c = 0.5});
    EXPECT_NEAR(signal[999].one_minus_c * 1e3 / rate.beta, 1.0, 0.05) << rate.activation;
    EXPECT_NEAR(signal[9999].one_minus_c * 1e4 / rate.beta, 1.0, 0.006) << rate.activation;
    EXPECT_NEAR(signal[9999].q(), edge.q, 1e-10);
  }
}

TEST(PlainRecursion, in_the_ordered_phase_shrinks_differences_by_chi_1_a_layer) {
  const Moments phi(activations()["selu"]);
  const LayerVariances variances = {0.8, 0.1};
  const LengthFixedPoint fixed = length_fixed_point(phi, variances);
  ASSERT_LT(fixed.chi_1, 1.0);
  const double input = (fixed.q - variances.bias) / variances.weight;
  const auto signal = plain_recursion(phi, layers(300, variances), {.mean_square = input, .one_minus_c = 1e-18});
  EXPECT_NEAR(std::log(signal[299].one_minus_c / signal[99].one_minus_c) / 200.0, std::log(fixed.chi_1), 1e-8);
}

TEST(PlainRecursion, of_relu_neither_overflows_nor_underflows) {
  const Moments phi(activations()["relu"]);
  const InputPair input = {.mean_square = 1.0, .one_minus_c = 0.3};
  const std::size_t depth = 5000;
  const auto steady = plain_recursion(phi, layers(depth, {2.0, 0.0}), input);
  for (const double weight : {8.0, 0.5}) {
    const auto signal = plain_recursion(phi, layers(depth, {weight, 0.0}), input);
    const double log_q = std::log(weight) + (depth - 1.0) * std::log(0.5 * weight);
    EXPECT_NEAR(signal.back().length.log() / log_q, 1.0, 1e-12);
    EXPECT_NEAR(signal.back().one_minus_c / steady.back().one_minus_c, 1.0, 1e-9);
    const auto gradients = plain_log_gradients(phi, layers(depth, {weight, 0.0}), signal);
    EXPECT_NEAR(gradients.front() / ((depth - 1.0) * std::log(0.5 * weight)), 1.0, 1e-12);
  }
}

TEST(PlainRecursion, continues_along_the_asymptotes_of_an_activation) {
  const Moments silu(activations()["silu"]);
  const auto exploding = plain_recursion(silu, layers(1000, {200.0, 0.0}), {.mean_square = 1.0, .one_minus_c = 1.0});
  EXPECT_NEAR(exploding[999].length.log() - exploding[899].length.log(), 100.0 * std::log(100.0), 1e-9);
  const Moments tanh(activations()["tanh"]);
  const auto vanishing = plain_recursion(tanh, layers(1000, {0.25, 0.0}), {.mean_square = 1.0, .one_minus_c = 1.0});
  EXPECT_NEAR(vanishing[999].length.log() - vanishing[899].length.log(), 100.0 * std::log(0.25), 1e-9);
  EXPECT_EQ(vanishing[999].q(), 0.0);
  EXPECT_NEAR(vanishing[999].one_minus_c, vanishing[899].one_minus_c, 1e-13);
}

TEST(PlainRecursion, of_a_bias_after_a_vanished_signal_starts_again) {
  const Moments phi(activations()["relu"]);
  std::vector<LayerVariances> then_biased = layers(2000, {0.1, 0.0});
  then_biased.push_back({1.0, 0.7});
  const auto signal = plain_recursion(phi, then_biased, {.mean_square = 1.0, .one_minus_c = 0.5});
  EXPECT_EQ(signal.back().q(), 0.7);
  EXPECT_EQ(signal.back().one_minus_c, 0.0);
}

TEST(PlainGradients, grow_by_chi_1_and_the_ratio_of_widths) {
  const Moments phi(activations()["tanh"]);
  const std::vector<LayerVariances> three = layers(3, {1.7, 0.1});
  const auto signal = plain_recursion(phi, three, {});
  const std::vector<std::size_t> widths = {10, 100, 50, 400};
  const auto gradients = plain_log_gradients(phi, three, signal, widths);
  EXPECT_EQ(gradients[2], 0.0);
  EXPECT_NEAR(gradients[1], std::log(1.7 * 8.0 * phi.derivative_second_moment(signal[1].q())), 1e-13);
  EXPECT_NEAR(gradients[0] - gradients[1], std::log(1.7 * 0.5 * phi.derivative_second_moment(signal[0].q())), 1e-13);
}

TEST(PlainRecursion, rejects_what_does_not_fit) {
  const Moments phi(activations()["tanh"]);
  EXPECT_THROW(plain_recursion(phi, layers(2, {-1.0, 0.0}), {}), DomainError);
  EXPECT_THROW(plain_recursion(phi, layers(2, {1.0, 0.0}), {.mean_square = -1.0}), DomainError);
  EXPECT_THROW(plain_recursion(phi, layers(2, {1.0, 0.0}), {.one_minus_c = 3.0}), DomainError);
  const auto signal = plain_recursion(phi, layers(2, {1.0, 0.0}), {});
  EXPECT_THROW(plain_log_gradients(phi, layers(3, {1.0, 0.0}), signal), DomainError);
  EXPECT_THROW(plain_log_gradients(phi, layers(2, {1.0, 0.0}), signal, std::vector<std::size_t>{3, 3}), DomainError);
}

}  // namespace
}  // namespace initlab
