#include "theory/residual_block.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/error.hpp"
#include "theory/plain_recursion.hpp"
#include "theory/residual_recursion.hpp"
#include "unit/theory/activations.hpp"
#include "unit/theory/naive_expectation.hpp"

namespace initlab {
namespace {

const ReferenceActivations& activations() {
  static const ReferenceActivations all;
  return all;
}

double square(double x) { return x * x; }

ResidualBlock with(ResidualBlock block, double skip, double branch, double branch_input) {
  block.skip = skip;
  block.branch = branch;
  block.branch_input = branch_input;
  return block;
}

ResidualBlock projected(ResidualBlock block, const LayerVariances& projection, double width_ratio) {
  block.projection = projection;
  block.width_ratio = width_ratio;
  return block;
}

void expect_relative(double value, double reference, double tolerance) {
  EXPECT_LE(std::abs(value - reference), tolerance * std::abs(reference)) << value << " is not " << reference;
}

// Blocks of two matrices over widths 10, 20, 5; normal x_0 are the h of a layer in front.
TEST(PreactivationBlocks, without_skip_are_the_layers_of_a_plain_network) {
  const std::vector<LayerVariances> layers = {{1.3, 0.2}, {0.7, 0.1}, {2.0, 0.0}, {1.1, 0.3}};
  for (const char* name : {"tanh", "gelu", "relu"}) {
    const Moments phi(activations()[name]);
    const std::vector<ResidualBlock> blocks = {
        projected(with(preactivation_block(std::span(layers).first(2)), 0, 1, 1), {1, 0}, 2.0),
        projected(with(preactivation_block(std::span(layers).last(2)), 0, 1, 1), {1, 0}, 0.25)};
    const auto states = residual_recursion(phi, blocks, {.mean_square = 1.5, .one_minus_e = 0.3});
    std::vector<LayerVariances> plain_layers = {{1.0, 0.0}};
    plain_layers.insert(plain_layers.end(), layers.begin(), layers.end());
    const auto plain = plain_recursion(phi, plain_layers, {1.5, 0.3});
    const std::vector<std::size_t> widths = {10, 10, 20, 20, 5, 5};
    const auto gradients = plain_log_gradients(phi, plain_layers, plain, widths);
    for (const std::size_t l : {0u, 1u, 2u}) {
      expect_relative(states[l].p, plain[2 * l].q(), 1e-13);
      expect_relative(states[l].one_minus_e, plain[2 * l].one_minus_c, 1e-13);
      EXPECT_NEAR(states[l].log_chi, gradients[2 * l], 1e-13) << name;
    }
    // h of a block of two matrices is what lies between them.
    expect_relative(states[2].q, plain[3].q(), 1e-13);
    EXPECT_NEAR(states[2].log_chi_h, gradients[3], 1e-13);
    EXPECT_NEAR(states[2].layers[0].log_bias, gradients[3], 1e-13);
    EXPECT_NEAR(states[2].layers[1].log_bias, gradients[4], 1e-13);
    EXPECT_NEAR(states[2].layers[1].log_weight, gradients[4] + std::log(phi.second_moment(plain[3].q())), 1e-12);
    EXPECT_NEAR(states[2].layers[0].log_weight, gradients[3] + std::log(phi.second_moment(plain[2].q())), 1e-12);
  }
}

TEST(ResidualBlocks, of_a_preactivation_agree_with_naive_integrals) {
  const LayerVariances first{0.8, 0.1}, second{1.2, 0.05};
  const double skip = 0.9, branch = 0.7, input = 1.4;
  const ResidualBlock block = with(preactivation_block(std::vector{first, second}), skip, branch, input);
  const auto V = [](double q, double c) {
    return naive_pair_expectation([](double u, double v) { return std::tanh(u) * std::tanh(v); }, q, c);
  };
  const auto D = [](double q) {
    return naive_expectation([&](double z) { return square(1.0 - square(std::tanh(std::sqrt(q) * z))); });
  };
  const Moments phi(activations()["tanh"]);
  const auto states = residual_recursion(phi, std::vector(3, block), {.mean_square = 1.3, .one_minus_e = 0.4});
  double p = 1.3, gamma = 1.3 * 0.6, growth = 1.0;
  for (std::size_t l = 1; l <= 3; ++l) {
    const double u = input * input * p;
    const double q = first.weight * V(u, 1.0) + first.bias;
    const double lambda = first.weight * V(u, gamma / p) + first.bias;
    growth *= skip * skip + square(branch * input) * first.weight * second.weight * D(u) * D(q);
    p = skip * skip * p + branch * branch * (second.weight * V(q, 1.0) + second.bias);
    gamma = skip * skip * gamma + branch * branch * (second.weight * V(q, lambda / q) + second.bias);
    expect_relative(states[l].q, q, 1e-10);
    expect_relative(states[l].lambda, lambda, 1e-10);
    expect_relative(states[l].p, p, 1e-10);
    expect_relative(states[l].gamma, gamma, 1e-10);
    expect_relative(states[l].s, p - gamma, 1e-10);
  }
  EXPECT_NEAR(states[0].log_chi, std::log(growth), 1e-10);
}

// x_l = prod(skip) x_0 + normal numbers: exact for a constant input and for one of two values.
TEST(ResidualBlocks, let_phi_see_the_units_of_the_input) {
  const LayerVariances law{0.5, 0.1};
  const double skip = 0.8;
  const ResidualBlock block = with(preactivation_block(std::vector{law}), skip, 1, 1);
  const Moments phi(activations()["tanh"]);
  for (const std::vector<UnitShare>& units :
       {std::vector<UnitShare>{{1.5, 1.0}}, std::vector<UnitShare>{{-0.4, 0.75}, {3.0, 0.25}}}) {
    ResidualInput input{0.0, 0.0, 0.0, units};
    for (const UnitShare& unit : units) {
      input.mean_square += unit.share * square(unit.value);
      input.mean += unit.share * unit.value;
    }
    const auto states = residual_recursion(phi, std::vector(4, block), input);
    double a = 1.0, v = 0.0, growth = 1.0;
    for (std::size_t l = 1; l <= 4; ++l) {
      double V = 0.0, D = 0.0;
      for (const UnitShare& unit : units) {
        const auto x = [&](double z) { return std::tanh(a * unit.value + std::sqrt(v) * z); };
        V += unit.share * naive_expectation([&](double z) { return square(x(z)); });
        D += unit.share * naive_expectation([&](double z) { return square(1.0 - square(x(z))); });
      }
      EXPECT_NEAR(states[l].mean_h, a * input.mean, 1e-14);
      a *= skip;
      v = skip * skip * v + law.weight * V + law.bias;
      growth *= skip * skip + law.weight * D;
      expect_relative(states[l].p, a * a * input.mean_square + v, 1e-11);
      EXPECT_NEAR(states[l].mean, a * input.mean, 1e-14);
    }
    EXPECT_NEAR(states[0].log_chi, std::log(growth), 1e-11);
  }
}

TEST(ResidualBlocks, see_many_normally_distributed_units_as_normal_ones) {
  ResidualInput input{0.0, 0.0, 0.0, {}};
  for (double z = -6.0; z <= 6.01; z += 0.05)
    input.units.push_back({z, 0.05 * std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi)});
  for (const UnitShare& unit : input.units) input.mean_square += unit.share * square(unit.value);
  const Moments phi(activations()["gelu"]);
  const std::vector<ResidualBlock> blocks(3, preactivation_block(std::vector<LayerVariances>{{1.0, 0.1}, {1.5, 0.0}}));
  const auto states = residual_recursion(phi, blocks, input);
  const auto normal = residual_recursion(phi, blocks, {.mean_square = input.mean_square});
  expect_relative(states.back().p, normal.back().p, 1e-7);
  EXPECT_NEAR(states.front().log_chi, normal.front().log_chi, 1e-7);
}

TEST(ResidualBlocks, forget_the_units_of_the_input_behind_a_projection) {
  const Moments phi(activations()["relu"]);
  const ResidualBlock block = preactivation_block(std::vector<LayerVariances>{{1.0, 0.0}});
  const std::vector<ResidualBlock> blocks = {projected(block, {0.5, 0.0}, 3.0), block};
  const auto states = residual_recursion(phi, blocks, {4.0, 0.0, 2.0, {{2.0, 1.0}}});
  EXPECT_DOUBLE_EQ(states[1].p, 0.5 * 4.0 + 4.0);
  EXPECT_EQ(states[1].mean, 0.0);
  EXPECT_DOUBLE_EQ(states[2].p, 1.5 * states[1].p);
}

// Far from where 2^l leaves double precision, for any input.
TEST(ResidualBlocks, of_relu_before_its_matrix_grow_geometrically_at_any_length) {
  const Moments phi(activations()["relu"]);
  const std::vector<ResidualBlock> blocks(3000,
                                          preactivation_block(std::vector<LayerVariances>{{2.0, 0.0}, {2.0, 0.0}}));
  const auto normal = residual_recursion(phi, blocks, {});
  EXPECT_NEAR(normal.back().log_p / (3000 * std::log(2.0)), 1.0, 1e-12);
  EXPECT_NEAR(normal.front().log_chi / (3000 * std::log(2.0)), 1.0, 1e-12);
  const auto constant = residual_recursion(phi, blocks, {1.0, 0.0, 1.0, {{1.0, 1.0}}});
  EXPECT_NEAR(constant[1].p, 3.0, 1e-13);  // phi(1)^2 is twice the mean over normal units
  EXPECT_NEAR(constant[2900].log_p - constant[2000].log_p, 900 * std::log(2.0), 1e-9);
}

TEST(ResidualBlocks, count_multipliers_of_a_full_branch_as_scales_of_its_weights) {
  const double branch = 0.6, input = 1.7;
  const ResidualBlock multiplied = with(full_block({1.1, 0.2}, {0.9, 0.3}), 1.0, branch, input);
  const double b2 = branch * branch;
  const ResidualBlock scaled = full_block({1.1 * input * input, 0.2}, {0.9 * b2, 0.3 * b2});
  const Moments phi(activations()["gelu"]);
  const ResidualInput pair{.mean_square = 0.7, .one_minus_e = 0.2};
  const auto states = residual_recursion(phi, std::vector(5, multiplied), pair);
  const auto same = residual_recursion(phi, std::vector(5, scaled), pair);
  for (std::size_t l = 1; l <= 5; ++l) {
    expect_relative(states[l].p, same[l].p, 1e-13);
    expect_relative(states[l].s, same[l].s, 1e-13);
    EXPECT_NEAR(states[l].log_chi_h, same[l].log_chi_h, 1e-13);
    // A matrix behind a multiplier has its gradient times that multiplier.
    EXPECT_NEAR(states[l].layers[0].log_weight, same[l].layers[0].log_weight + 2 * std::log(input), 1e-13);
    EXPECT_NEAR(states[l].layers[1].log_weight, same[l].layers[1].log_weight + 2 * std::log(branch), 1e-13);
  }
  EXPECT_NEAR(states[0].log_chi, same[0].log_chi, 1e-13);
}

TEST(ResidualBlocks, of_relu_with_multipliers_carry_the_mean_along) {
  const double skip = 0.9, branch = 0.5, input = 1.2, weight = 0.8;
  const Moments phi(activations()["relu"]);
  const auto states =
      residual_recursion(phi, std::vector(20, with(reduced_block({weight, 0.0}), skip, branch, input)), {.mean = 0.25});
  double p = 1.0, mean = 0.25;
  for (int l = 0; l < 20; ++l) {
    const double q = weight * input * input * p, m = std::sqrt(q / (2.0 * std::numbers::pi));
    p = skip * skip * p + 2.0 * skip * branch * mean * m + branch * branch * 0.5 * q;
    mean = skip * mean + branch * m;
  }
  expect_relative(states.back().p, p, 1e-12);
  expect_relative(states.back().mean, mean, 1e-12);
}

// Linear networks, and those of ReLU whose branches end in a matrix: what |x|^2 gains on the way up, |g|^2 gains on the
// way down.
TEST(ResidualBlocks, of_homogeneous_activations_gain_forward_what_they_gain_backward) {
  const LayerVariances a{0.7, 0.0}, b{1.9, 0.0}, s{0.4, 0.0};
  const std::vector<ResidualBlock> blocks = {
      with(full_block(a, b), 1.2, 0.8, 0.5), with(projected(full_block(b, a), s, 2.5), 0.6, 1.1, 1.3),
      with(projected(preactivation_block(std::vector{a, b, a}), s, 0.2), 1, 2, 1), preactivation_block(std::vector{b})};
  for (const char* name : {"identity", "relu", "leaky_relu_0.2"}) {
    const auto states = residual_recursion(Moments(activations()[name]), blocks, {.mean_square = 3.0});
    const double width_ratio = 2.5 * 0.2;
    EXPECT_NEAR(states[0].log_chi, std::log(width_ratio * states.back().p / 3.0), 1e-13) << name;
  }
}

TEST(ResidualBlocks, have_a_projection_as_their_last_matrix) {
  const ResidualBlock block = with(projected(full_block({1.0, 0.0}, {0.5, 0.0}), {0.8, 0.3}, 4.0), 1.5, 1.0, 1.0);
  const auto states = residual_recursion(Moments(activations()["identity"]), std::vector{block},
                                         {.mean_square = 2.0, .one_minus_e = 0.25, .mean = 1.0});
  EXPECT_DOUBLE_EQ(states[1].p, 2.25 * (0.8 * 2.0 + 0.3) + 0.5 * 2.0);
  EXPECT_DOUBLE_EQ(states[1].s, (2.25 * 0.8 + 0.5) * 2.0 * 0.25);
  EXPECT_EQ(states[1].mean, 0.0);
  ASSERT_EQ(states[1].layers.size(), 3u);
  EXPECT_NEAR(states[1].layers[2].log_bias, std::log(2.25), 1e-15);
  EXPECT_NEAR(states[1].layers[2].log_weight, std::log(2.25 * 2.0), 1e-15);
  EXPECT_NEAR(states[0].log_chi, std::log(4.0 * (2.25 * 0.8 + 0.5)), 1e-15);
}

TEST(ResidualBlocks, are_silent_behind_a_zero) {
  const ResidualBlock loud = full_block({1.0, 0.0}, {1.0, 0.0});
  EXPECT_FALSE(is_silent(loud));
  EXPECT_TRUE(is_silent(with(loud, 1.0, 0.0, 1.0)));
  EXPECT_TRUE(is_silent(full_block({1.0, 0.0}, {0.0, 0.0})));
  EXPECT_FALSE(is_silent(full_block({1.0, 0.0}, {0.0, 0.1})));
  EXPECT_FALSE(is_silent(projected(with(loud, 1.0, 0.0, 1.0), {1.0, 0.0}, 1.0)));
  const std::vector<ResidualBlock> fixup(7, preactivation_block(std::vector<LayerVariances>{{0.3, 0.0}, {0.0, 0.0}}));
  const auto states = residual_recursion(Moments(activations()["relu"]), fixup, {.one_minus_e = 0.5});
  EXPECT_EQ(states.back().p, 1.0);
  EXPECT_EQ(states.back().one_minus_e, 0.5);
  EXPECT_EQ(states.front().log_chi, 0.0);
  EXPECT_EQ(std::exp(states[3].layers[0].log_weight), 0.0);
  EXPECT_NEAR(std::exp(states[3].layers[1].log_weight), 0.5 * 0.3 * 0.5, 1e-15);  // V(0.3 V(1))
}

// ReLU of -1 is 0, and so is everything behind it, where phi' is the 0 that networks use and not its limit of 1/2.
TEST(ResidualBlocks, have_the_slope_of_phi_itself_where_h_is_zero) {
  const std::vector<ResidualBlock> blocks(2, preactivation_block(std::vector<LayerVariances>{{2.0, 0.0}, {2.0, 0.0}}));
  const auto states = residual_recursion(Moments(activations()["relu"]), blocks, {1.0, 0.0, -1.0, {{-1.0, 1.0}}});
  EXPECT_EQ(states[2].p, 1.0);
  EXPECT_EQ(states[2].q, 0.0);
  EXPECT_EQ(std::exp(states[2].log_chi_h), 0.0);
  EXPECT_EQ(states[0].log_chi, 0.0);
}

TEST(ResidualBlocks, reject_what_theory_cannot_read) {
  const Moments phi(activations()["tanh"]);
  const auto run = [&](const ResidualBlock& block) { residual_recursion(phi, std::vector{block}, {}); };
  const ResidualBlock good = full_block({1.0, 0.0}, {1.0, 0.0});
  EXPECT_NO_THROW(run(good));
  EXPECT_THROW(run({}), DomainError);
  EXPECT_THROW(run({{{BranchStep::Kind::linear, {1.0, 0.0}}}}), DomainError);
  EXPECT_THROW(run({{{BranchStep::Kind::activation}}}), DomainError);
  EXPECT_THROW(run(full_block({1.0, 0.0}, {-1.0, 0.0})), DomainError);
  EXPECT_THROW(run(projected(good, {1.0, -1.0}, 2.0)), DomainError);
  EXPECT_THROW(run(projected(good, {1.0, 0.0}, 0.0)), DomainError);
  EXPECT_THROW(run(with(good, HUGE_VAL, 1.0, 1.0)), DomainError);
  ResidualBlock changed = good;
  changed.width_ratio = 2.0;
  EXPECT_THROW(run(changed), DomainError);
  EXPECT_THROW(residual_recursion(phi, std::vector{good}, {1.0, 0.5, 1.0, {{1.0, 1.0}}}), DomainError);
}

}  // namespace
}  // namespace initlab
