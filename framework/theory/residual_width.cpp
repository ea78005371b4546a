#include "theory/residual_width.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/error.hpp"
#include "theory/length_derivatives.hpp"
#include "theory/mean_derivatives.hpp"

namespace initlab {
namespace {

double square(double x) { return x * x; }

double third_moment(const Moments& phi, double q) {
  if (const auto& slopes = phi.slopes())
    return (std::pow(slopes->right, 3) - std::pow(slopes->left, 3)) * q * std::sqrt(q) * std::numbers::sqrt2 *
           std::numbers::inv_sqrtpi;  // E[z^3; z > 0] = sqrt(2 / pi)
  const double rounding = 1e-14 * phi.second_moment(q) * std::sqrt(phi.second_moment(q));
  return phi.expectation([](double value, double, double) { return value * value * value; }, q, rounding);
}

// A function of P at the P of infinite width.
struct Local {
  double value = 0.0, slope = 0.0, curvature = 0.0;
};

// y_1 ... y_4 and c of the header.
struct BranchMoments {
  Local first, second;
  double third = 0.0, fourth = 0.0;
  double common = 0.0;
};

BranchMoments moments_of_branch(const Moments& phi, const ResidualBlock& block, double q) {
  const double weight = block.steps.front().variances.weight * square(block.branch_input);
  const double b = block.branch;
  const bool varies = weight > 0.0 && q > 0.0;
  Local V{phi.second_moment(q)};
  if (varies) V = {V.value, weight * second_moment_slope(phi, q), square(weight) * second_moment_curvature(phi, q)};
  const double fourth = fourth_moment(phi, q);
  BranchMoments y;
  if (ends_in_matrix(block)) {
    const LayerVariances& outer = block.steps.back().variances;
    const double scale = b * b * outer.weight;
    y.second = {scale * V.value + b * b * outer.bias, scale * V.slope, scale * V.curvature};
    y.fourth = 3.0 * square(y.second.value);
    y.common = square(scale) * (fourth - square(V.value));
    return y;
  }
  y.first = {b * phi.mean(q)};
  if (varies) y.first = {y.first.value, b * weight * mean_slope(phi, q), b * square(weight) * mean_curvature(phi, q)};
  y.second = {b * b * V.value, b * b * V.slope, b * b * V.curvature};
  y.third = q > 0.0 ? b * b * b * third_moment(phi, q) : std::pow(y.first.value, 3);
  y.fourth = square(b * b) * fourth;
  return y;
}

// U_1 and U_2 of the header, and how they follow (P, M).
struct SkipMoments {
  double first, second;
  double first_by_mean;     // dU_1 / dM
  double second_by_length;  // dU_2 / dP
};

SkipMoments moments_of_skip(const ResidualBlock& block, const ResidualState& below) {
  const double factor = square(block.skip);
  if (!block.projection) return {block.skip * below.mean, factor * below.p, block.skip, factor};
  const LayerVariances& law = *block.projection;
  return {0.0, factor * (law.weight * below.p + law.bias), 0.0, factor * law.weight};
}

ResidualSpread after_block(const SkipMoments& u, const BranchMoments& y, double n, bool has_projection,
                           double mean_square_ratio, const ResidualSpread& below) {
  const double y1 = y.first.value, y2 = y.second.value;
  double C_pp = 4.0 * u.second * (y2 - y1 * y1) + 4.0 * u.first * (y.third - y1 * y2) + y.fourth - y2 * y2 +
                (1.0 + 2.0 / n) * y.common;
  double C_pm = 2.0 * u.first * (y2 - y1 * y1) + y.third - y1 * y2;
  double C_mm = y2 - y1 * y1;
  if (has_projection) {
    C_pp += 2.0 * square(u.second) + 4.0 * y1 * y1 * u.second;
    C_pm += 2.0 * y1 * u.second;
    C_mm += u.second;
  }
  const double f_p = u.second_by_length + 2.0 * u.first * y.first.slope + y.second.slope;
  const double f_m = 2.0 * u.first_by_mean * y1;
  const double f_pp = 2.0 * u.first * y.first.curvature + y.second.curvature;
  const double f_pm = 2.0 * u.first_by_mean * y.first.slope;
  const double g_p = y.first.slope, g_m = u.first_by_mean, g_pp = y.first.curvature;
  const double S_pp = below.length_variance, S_pm = below.covariance, S_mm = below.mean_variance;
  ResidualSpread here;
  here.length_shift = f_p * below.length_shift + f_m * below.mean_shift + 0.5 * f_pp * S_pp + f_pm * S_pm;
  here.mean_shift = g_p * below.length_shift + g_m * below.mean_shift + 0.5 * g_pp * S_pp;
  here.length_variance = f_p * f_p * S_pp + 2.0 * f_p * f_m * S_pm + f_m * f_m * S_mm + C_pp * mean_square_ratio / n;
  here.covariance = f_p * g_p * S_pp + (f_p * g_m + f_m * g_p) * S_pm + f_m * g_m * S_mm + C_pm / n;
  here.mean_variance = g_p * g_p * S_pp + 2.0 * g_p * g_m * S_pm + g_m * g_m * S_mm + C_mm / n;
  return here;
}

bool has_biases(const ResidualBlock& block) {
  return (block.projection && block.projection->bias > 0.0) ||
         std::ranges::any_of(block.steps, [](const BranchStep& step) { return step.variances.bias > 0.0; });
}

void check(std::span<const ResidualBlock> blocks, std::span<const ResidualState> states,
           std::span<const std::size_t> widths) {
  if (states.size() != blocks.size() + 1 || widths.size() != states.size() || std::ranges::count(widths, 0u) > 0)
    throw DomainError(fmt::format(
        "{} blocks with {} states and {} widths (x_0 and every block have one of each, widths are positive). Give "
        "numbers that fit.",
        blocks.size(), states.size(), widths.size()));
  for (const ResidualBlock& block : blocks)
    if (begins_with_activation(block) || block.steps.size() > 3)
      throw DomainError(
          "the first order in 1/n of a branch other than phi(W x + b) and V phi(W x + b) + a (of others it is not a "
          "Markov chain in two numbers). Use infinite width.");
}

}  // namespace

bool has_exact_spread(const Moments& phi, std::span<const ResidualBlock> blocks) {
  return phi.slopes() && std::ranges::all_of(blocks, [](const ResidualBlock& block) {
           return !begins_with_activation(block) && ends_in_matrix(block) && !has_biases(block);
         });
}

std::vector<ResidualSpread> residual_spread(const Moments& phi, std::span<const ResidualBlock> blocks,
                                            std::span<const ResidualState> states, std::span<const std::size_t> widths,
                                            const ResidualSpread& input) {
  check(blocks, states, widths);
  const auto is_ordinary = [](double p) { return p == 0.0 || (p > 1e-140 && p < 1e140); };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const bool is_exact = has_exact_spread(phi, blocks);
  std::vector<ResidualSpread> spreads(states.size(), {nan, nan, nan, nan, nan});
  spreads[0] = input;
  for (std::size_t l = 1; l < states.size(); ++l) {
    const ResidualBlock& block = blocks[l - 1];
    const ResidualState& below = states[l - 1];
    if (!is_ordinary(below.p) || !is_ordinary(states[l].q) || !is_ordinary(states[l].p)) break;
    const double ratio = is_exact && below.p > 0.0 ? 1.0 + spreads[l - 1].length_variance / square(below.p) : 1.0;
    spreads[l] = after_block(moments_of_skip(block, below), moments_of_branch(phi, block, states[l].q),
                             static_cast<double>(widths[l]), block.projection.has_value(), ratio, spreads[l - 1]);
  }
  return spreads;
}

}  // namespace initlab
