#include "theory/residual_recursion.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "core/error.hpp"
#include "unit/theory/activations.hpp"
#include "unit/theory/reference_residuals.hpp"

namespace initlab {
namespace {

const ReferenceActivations& activations() {
  static const ReferenceActivations all;
  return all;
}

std::vector<BlockVariances> blocks(std::size_t depth, BlockVariances block) {
  return std::vector<BlockVariances>(depth, block);
}

void expect_relative(double value, double reference, double tolerance) {
  EXPECT_LE(std::abs(value - reference), tolerance * std::abs(reference)) << value << " is not " << reference;
}

TEST(ResidualRecursion, agrees_with_an_independent_quadrature) {
  for (const ReferenceResidual& reference : reference_residuals) {
    SCOPED_TRACE(testing::Message() << reference.activation << " layer " << reference.layer);
    const Moments phi(activations()[reference.activation]);
    const auto all =
        blocks(reference.layer, {reference.weight, reference.bias, reference.outer_weight, reference.outer_bias});
    const auto states = residual_recursion(phi, ResidualKind::full, all, {.one_minus_e = 0.5});
    const ResidualState& last = states.back();
    expect_relative(last.p, reference.p, 1e-10);
    expect_relative(last.gamma, reference.gamma, 1e-10);
    expect_relative(last.e, reference.e, 1e-10);
    expect_relative(last.s, reference.s, 1e-10);
    expect_relative(states.front().log_chi, reference.log_gradient_ratio, 1e-10);
  }
}

struct TableRow {
  BlockVariances block;
  double p[4];          // at 10, 50, 100, 1000
  double log_ratio[5];  // at 10, 50, 100, 200, 1000
};

TEST(ResidualRecursion, of_tanh_has_the_tabulated_growth) {
  const TableRow rows[] = {
      {{1, 0, 1, 0}, {6.77680, 39.59353, 84.44948, 948.37324}, {2.64321, 7.21610, 10.54555, 15.16925, 34.26509}},
      {{1, .5, 1, .5}, {12.72733, 67.33530, 138.34973, 1459.55446}, {2.05281, 5.51494, 8.10961, 11.76445, 27.09291}},
      {{2, .1, 1.5, .25},
       {14.79416, 79.43554, 163.02377, 1709.80705},
       {4.04411, 10.61304, 15.57704, 22.61234, 52.36166}}};
  const Moments phi(activations()["tanh"]);
  for (const TableRow& row : rows) {
    const auto states = residual_recursion(phi, ResidualKind::full, blocks(1000, row.block), {});
    const std::size_t p_layers[] = {10, 50, 100, 1000};
    for (int i = 0; i < 4; ++i) EXPECT_NEAR(states[p_layers[i]].p, row.p[i], 6e-6) << p_layers[i];
    const std::size_t depths[] = {10, 50, 100, 200, 1000};
    for (int i = 0; i < 5; ++i)
      EXPECT_NEAR(states[0].log_chi - states[depths[i]].log_chi, row.log_ratio[i], 6e-6) << depths[i];
  }
}

// log(chi_0 / chi_L) ~ A sqrt(L), A = (4/3) sqrt(2/pi) sigma_v^2 sigma_w / sqrt(sigma_v^2 + sigma_a^2), + O(log L).
TEST(ResidualRecursion, of_tanh_lets_gradients_grow_like_the_root_of_depth) {
  const Moments phi(activations()["tanh"]);
  const auto states = residual_recursion(phi, ResidualKind::full, blocks(20'000, {}), {});
  const double slope = (states[5'000].log_chi - states[20'000].log_chi) / (std::sqrt(20'000.0) - std::sqrt(5'000.0));
  EXPECT_NEAR(slope, 1.0696, 6e-5);
  EXPECT_NEAR(slope, 4.0 / 3.0 * std::sqrt(2.0 / std::numbers::pi), 0.01);
}

// p and 1/chi grow by 1 + sigma_v^2 sigma_w^2 / 2 a block.
TEST(ResidualRecursion, of_relu_grows_geometrically_and_keeps_its_weight_gradients) {
  const Moments phi(activations()["relu"]);
  const std::size_t depth = 5'000;
  const auto states = residual_recursion(phi, ResidualKind::full, blocks(depth, {}), {});
  EXPECT_NEAR(states[10].p, 57.665039, 1e-6);
  EXPECT_NEAR(states[0].log_chi - states[50].log_chi, 50.0 * std::log(1.5), 1e-10);
  EXPECT_NEAR(states[0].log_chi / (depth * std::log(1.5)), 1.0, 1e-12);
  EXPECT_NEAR(states[depth].log_p / (depth * std::log(1.5)), 1.0, 1e-12);
  EXPECT_TRUE(std::isinf(states[depth].p));
  for (const std::size_t l : {10u, 1'000u, 5'000u}) {
    EXPECT_NEAR(states[l].layers[0].log_weight, states[1].layers[0].log_weight, 1e-9);
    EXPECT_NEAR(states[l].layers[1].log_weight, states[1].layers[1].log_weight, 1e-9);
  }
}

struct ReluRate {
  double weight, at_ten_thousand;
};

// 1 - e_l ~ 9 pi^2 (1 + B)^2 / (2 B^2 l^2), B = sigma_w^2 / 2: through 1500 decades of p.
TEST(ResidualRecursion, of_relu_aligns_all_inputs_like_an_inverse_square) {
  const Moments phi(activations()["relu"]);
  for (const ReluRate rate : {ReluRate{1.0, 397.13}, ReluRate{0.2, 5374.0}}) {
    const auto states =
        residual_recursion(phi, ResidualKind::full, blocks(10'000, {rate.weight}), {.one_minus_e = 0.5});
    const double growth = 0.5 * rate.weight;
    const double limit = 4.5 * std::pow(std::numbers::pi * (1.0 + growth) / growth, 2);
    const double scaled = states.back().one_minus_e * 1e8;
    EXPECT_NEAR(scaled / limit, 1.0, 0.05) << rate.weight;
    if (rate.weight == 1.0) {
      EXPECT_NEAR(scaled, rate.at_ten_thousand, 0.5);
    }
  }
}

// e* solves e = ((2/pi) asin e + sigma_a^2) / (1 + sigma_a^2): .61382848 for sigma_a^2 = 1/2. The approach is slow:
// like l^-.46, with terms like l^-.5.
TEST(ResidualRecursion, of_tanh_tends_to_the_angle_of_a_sign_function) {
  const Moments phi(activations()["tanh"]);
  const auto states =
      residual_recursion(phi, ResidualKind::full, blocks(1'600, {1.0, 0.0, 1.0, 0.5}), {.one_minus_e = 0.5});
  const auto distance = [&](std::size_t l) { return states[l].e - 0.61382848; };
  EXPECT_GT(distance(1'600), 0.0);
  EXPECT_LT(distance(1'600), 0.1);
  EXPECT_LT(distance(1'600), 0.7 * distance(400));
}

TEST(ResidualRecursion, keeps_the_digits_of_a_tiny_difference) {
  for (const char* name : {"tanh", "gelu"}) {
    const Moments phi(activations()[name]);
    const auto distance = [&](double start) {
      return residual_recursion(phi, ResidualKind::full, blocks(30, {}), {.one_minus_e = start}).back().s / start;
    };
    EXPECT_NEAR(distance(1e-30) / distance(1e-14), 1.0, 1e-11) << name;
  }
}

TEST(ReducedResidual, of_an_odd_activation_is_the_full_one_with_unit_outer_weights) {
  const Moments phi(activations()["tanh"]);
  const auto all = blocks(40, {1.3, 0.2});
  const ResidualInput input = {.mean_square = 2.0, .one_minus_e = 0.7};
  const auto reduced = residual_recursion(phi, ResidualKind::reduced, all, input);
  const auto full = residual_recursion(phi, ResidualKind::full, all, input);
  EXPECT_NEAR(reduced.back().p, full.back().p, 1e-12 * full.back().p);
  EXPECT_NEAR(reduced.back().s, full.back().s, 1e-12 * full.back().s);
  EXPECT_NEAR(reduced.front().log_chi, full.front().log_chi, 1e-12);
  EXPECT_EQ(reduced.back().layers.size(), 1u);
}

// For ReLU, E[phi] = sqrt(q / 2 pi), and x collects the means of all branches.
TEST(ReducedResidual, of_relu_carries_the_mean_along) {
  const Moments phi(activations()["relu"]);
  const double weight = 0.4;
  const auto states = residual_recursion(phi, ResidualKind::reduced, blocks(50, {weight}), {.mean = 0.25});
  double p = 1.0;
  double mean = 0.25;
  for (int l = 0; l < 50; ++l) {
    const double branch_mean = std::sqrt(weight * p / (2.0 * std::numbers::pi));
    p += 0.5 * weight * p + 2.0 * mean * branch_mean;
    mean += branch_mean;
  }
  EXPECT_NEAR(states.back().p / p, 1.0, 1e-12);
  EXPECT_NEAR(states.front().log_chi, 50.0 * std::log1p(0.5 * weight), 1e-12);
}

TEST(ResidualRecursion, of_no_blocks_is_the_input) {
  const auto states = residual_recursion(Moments(activations()["tanh"]), ResidualKind::full, {}, {.one_minus_e = 0.25});
  ASSERT_EQ(states.size(), 1u);
  EXPECT_EQ(states[0].p, 1.0);
  EXPECT_EQ(states[0].s, 0.25);
  EXPECT_EQ(states[0].log_chi, 0.0);
}

TEST(ResidualRecursion, rejects_what_is_no_variance_or_input) {
  const Moments phi(activations()["tanh"]);
  EXPECT_THROW(residual_recursion(phi, ResidualKind::full, blocks(1, {.weight = -1.0}), {}), DomainError);
  EXPECT_THROW(residual_recursion(phi, ResidualKind::full, blocks(1, {.outer_bias = -1.0}), {}), DomainError);
  EXPECT_THROW(residual_recursion(phi, ResidualKind::full, blocks(1, {}), {.mean_square = -1.0}), DomainError);
  EXPECT_THROW(residual_recursion(phi, ResidualKind::full, blocks(1, {}), {.one_minus_e = 2.5}), DomainError);
  EXPECT_THROW(residual_recursion(phi, ResidualKind::reduced, blocks(1, {}), {.mean = 1.5}), DomainError);
}

}  // namespace
}  // namespace initlab
