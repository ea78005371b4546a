#include "theory/gradient_budget.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/error.hpp"
#include "theory/bracketed_root.hpp"

namespace initlab {
namespace {

constexpr double largest_sigma_w = 1e6;
constexpr double smallest_sigma_w = 1e-12;

std::vector<ResidualState> with_scale(const Moments& phi, const ScalableResidual& network, double sigma_w) {
  std::vector<BlockVariances> blocks(network.blocks.begin(), network.blocks.end());
  for (BlockVariances& block : blocks) block.weight *= sigma_w * sigma_w;
  return residual_recursion(phi, network.kind, blocks, network.input);
}

// Where a quantity that grows with sigma_w first reaches zero, searched from `start`, over log(sigma_w).
template <class F>
std::optional<double> first_zero(const F& f, double start) {
  const double step = std::log(1.5);
  double log_scale = std::log(start);
  double value = f(log_scale);
  while (value >= 0.0 && log_scale > std::log(smallest_sigma_w)) {
    log_scale -= step;
    value = f(log_scale);
  }
  if (value >= 0.0) return std::exp(log_scale);
  while (log_scale < std::log(largest_sigma_w)) {
    const double next = log_scale + step;
    const double next_value = f(next);
    if (next_value >= 0.0) return std::exp(bracketed_root(f, {log_scale, next, value, next_value}));
    log_scale = next;
    value = next_value;
  }
  return std::nullopt;
}

void check_not_empty(const ScalableResidual& network) {
  if (network.blocks.empty())
    throw DomainError("a residual network without blocks (there is no scale to choose). Give it at least one.");
}

}  // namespace

double sigma_w_of_gradient_budget(const Moments& phi, const ScalableResidual& network, double log_ratio) {
  check_not_empty(network);
  if (!(log_ratio > 0.0 && std::isfinite(log_ratio)))
    throw DomainError(
        fmt::format("a gradient budget log(chi_0 / chi_L) = {} (gradients of a residual network grow). Ask "
                    "for a positive, finite one.",
                    log_ratio));
  const auto excess = [&](double log_scale) {
    return with_scale(phi, network, std::exp(log_scale)).front().log_chi - log_ratio;
  };
  const double start = std::sqrt(log_ratio / static_cast<double>(network.blocks.size()));
  if (const auto sigma_w = first_zero(excess, start)) return *sigma_w;
  throw DomainError(
      fmt::format("no sigma_w up to {} makes gradients grow by exp({}) over {} blocks of activation '{}' (they reach "
                  "exp({}) there). Ask for less, or for more blocks.",
                  largest_sigma_w, log_ratio, network.blocks.size(), phi.activation().name(),
                  excess(std::log(largest_sigma_w)) + log_ratio));
}

std::optional<double> sigma_w_of_largest_signal(const Moments& phi, const ScalableResidual& network, double log_bound) {
  check_not_empty(network);
  const auto excess = [&](double log_scale) {
    return with_scale(phi, network, std::exp(log_scale)).back().log_p - log_bound;
  };
  if (const double least = with_scale(phi, network, 0.0).back().log_p; least > log_bound)
    throw DomainError(
        fmt::format("a bound exp({}) on E[x_L^2] (it is exp({}) even for sigma_w = 0). Give a larger one, or a smaller "
                    "input.",
                    log_bound, least));
  return first_zero(excess, 1.0);
}

}  // namespace initlab
