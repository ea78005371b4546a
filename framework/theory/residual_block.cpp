#include "theory/residual_block.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace initlab {
namespace {

using Kind = BranchStep::Kind;

bool is_variance(double value) { return value >= 0.0 && std::isfinite(value); }

void check_variances(const LayerVariances& layer, std::size_t number, std::string_view where) {
  if (is_variance(layer.weight) && is_variance(layer.bias)) return;
  throw DomainError(
      fmt::format("block {} has a weight variance of {} and a bias variance of {} in its {} (variances are finite and "
                  "not negative). Correct its scales.",
                  number, layer.weight, layer.bias, where));
}

}  // namespace

ResidualBlock reduced_block(const LayerVariances& inner) { return {{{Kind::linear, inner}, {Kind::activation}}}; }

ResidualBlock full_block(const LayerVariances& inner, const LayerVariances& outer) {
  return {{{Kind::linear, inner}, {Kind::activation}, {Kind::linear, outer}}};
}

ResidualBlock preactivation_block(std::span<const LayerVariances> layers) {
  ResidualBlock block;
  for (const LayerVariances& layer : layers) {
    block.steps.push_back({Kind::activation});
    block.steps.push_back({Kind::linear, layer});
  }
  return block;
}

bool ends_in_matrix(const ResidualBlock& block) { return block.steps.back().kind == Kind::linear; }

bool begins_with_activation(const ResidualBlock& block) { return block.steps.front().kind == Kind::activation; }

bool is_silent(const ResidualBlock& block) {
  if (block.projection) return false;
  const BranchStep& last = block.steps.back();
  return block.branch == 0.0 ||
         (last.kind == Kind::linear && last.variances.weight == 0.0 && last.variances.bias == 0.0);
}

void check(const ResidualBlock& block, std::size_t number) {
  if (std::ranges::none_of(block.steps, [](const BranchStep& step) { return step.kind == Kind::activation; }))
    throw DomainError(fmt::format("block {} has no activation in its branch. Give it one.", number));
  if (begins_with_activation(block) && !ends_in_matrix(block))
    throw DomainError(
        fmt::format("the branch of block {} begins and ends with the activation (theory knows what a matrix mixes, or "
                    "what acts on mixed units). Give it a matrix at one end.",
                    number));
  for (const BranchStep& step : block.steps) check_variances(step.variances, number, "branch");
  if (block.projection) check_variances(*block.projection, number, "projection");
  if (!std::isfinite(block.skip) || !std::isfinite(block.branch) || !std::isfinite(block.branch_input))
    throw DomainError(
        fmt::format("block {} has the multipliers skip = {}, branch = {}, branch_input = {} (finite "
                    "numbers are meant). Correct them.",
                    number, block.skip, block.branch, block.branch_input));
  if (!(block.width_ratio > 0.0 && std::isfinite(block.width_ratio)) || (!block.projection && block.width_ratio != 1.0))
    throw DomainError(
        fmt::format("block {} changes the width by a factor of {} {} (widths are positive, and an "
                    "identity keeps them). Correct it, or give the block a projection.",
                    number, block.width_ratio, block.projection ? "" : "without a projection"));
}

}  // namespace initlab
