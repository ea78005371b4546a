#include "theory/gradient_budget.hpp"

#include <gtest/gtest.h>

#include <cmath>
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

double tanh_scale(double log_ratio, std::size_t depth) {
  const std::vector<BlockVariances> blocks(depth);
  return sigma_w_of_gradient_budget(Moments(activations()["tanh"]), {ResidualKind::full, blocks}, log_ratio);
}

TEST(GradientBudget, agrees_with_an_independent_quadrature) {
  for (const ReferenceBudget& reference : reference_budgets)
    EXPECT_NEAR(tanh_scale(reference.log_gradient_ratio, reference.depth) / reference.sigma_w, 1.0, 1e-8)
        << reference.log_gradient_ratio << " " << reference.depth;
}

TEST(GradientBudget, has_the_tabulated_scales) {
  const std::size_t depths[] = {20, 500, 1000};
  const double ratios[] = {1.0, 2.0, 5.0};
  const double scales[3][3] = {{.24574, .04490, .03169}, {.41823, .06411, .04503}, {1.25846, .12202, .07944}};
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j)
      EXPECT_NEAR(tanh_scale(ratios[i], depths[j]), scales[i][j], 5.1e-6) << ratios[i] << " " << depths[j];
}

// Yang & Schoenholz, ICLR 2018: the best sigma_w^2 L is constant; sigma_w sqrt(L) -> sqrt(log_ratio).
TEST(GradientBudget, of_tanh_keeps_the_variance_times_the_depth) {
  double error_before = 1.0;
  for (const std::size_t depth : {100u, 400u, 1600u}) {
    const double error = tanh_scale(1.0, depth) * std::sqrt(static_cast<double>(depth)) - 1.0;
    EXPECT_GT(error, 0.0);
    EXPECT_LT(error, 0.3 * error_before);
    error_before = error;
  }
}

TEST(GradientBudget, is_spent_by_any_network) {
  const std::vector<BlockVariances> blocks(30, {.bias = 0.1});
  for (const char* name : {"tanh", "gelu", "relu", "hard_tanh"}) {
    for (const ResidualKind kind : {ResidualKind::full, ResidualKind::reduced}) {
      const Moments phi(activations()[name]);
      const double sigma_w = sigma_w_of_gradient_budget(phi, {kind, blocks}, 3.0);
      std::vector<BlockVariances> scaled = blocks;
      for (BlockVariances& block : scaled) block.weight = sigma_w * sigma_w;
      EXPECT_NEAR(residual_recursion(phi, kind, scaled, {}).front().log_chi, 3.0, 1e-11) << name;
    }
  }
}

// Variances that fall with the layer like 1/l: for ReLU the growth is prod (1 + sigma_w^2 / (2 l)).
TEST(GradientBudget, scales_a_profile_of_variances) {
  std::vector<BlockVariances> blocks(200);
  for (std::size_t l = 0; l < blocks.size(); ++l) blocks[l].weight = 1.0 / static_cast<double>(l + 1);
  const double sigma_w = sigma_w_of_gradient_budget(Moments(activations()["relu"]), {ResidualKind::full, blocks}, 2.0);
  double log_growth = 0.0;
  for (const BlockVariances& block : blocks) log_growth += std::log1p(0.5 * sigma_w * sigma_w * block.weight);
  EXPECT_NEAR(log_growth, 2.0, 1e-12);
}

// (1 + sigma_w^2 / 2)^L = bound.
TEST(LargestSignal, of_relu_is_where_its_growth_meets_the_bound) {
  const Moments phi(activations()["relu"]);
  for (const std::size_t depth : {10u, 100u, 1000u}) {
    const std::vector<BlockVariances> blocks(depth);
    const double expected = std::sqrt(2.0 * std::expm1(88.7 / static_cast<double>(depth)));
    EXPECT_NEAR(*sigma_w_of_largest_signal(phi, {ResidualKind::full, blocks}, 88.7) / expected, 1.0, 1e-12) << depth;
  }
}

TEST(LargestSignal, of_a_bounded_activation_has_no_limit) {
  const std::vector<BlockVariances> blocks(10);
  EXPECT_FALSE(sigma_w_of_largest_signal(Moments(activations()["tanh"]), {ResidualKind::full, blocks}, 88.7));
}

TEST(GradientBudget, says_what_it_cannot_do) {
  const Moments phi(activations()["tanh"]);
  const std::vector<BlockVariances> blocks(5);
  EXPECT_THROW(sigma_w_of_gradient_budget(phi, {ResidualKind::full, {}}, 1.0), DomainError);
  EXPECT_THROW(sigma_w_of_gradient_budget(phi, {ResidualKind::full, blocks}, 0.0), DomainError);
  EXPECT_THROW(sigma_w_of_gradient_budget(phi, {ResidualKind::full, blocks}, 1e4), DomainError);
  EXPECT_THROW(sigma_w_of_largest_signal(phi, {ResidualKind::full, blocks}, -1.0), DomainError);
}

}  // namespace
}  // namespace initlab
