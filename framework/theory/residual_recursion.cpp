#include "theory/residual_recursion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "theory/asymptotic_moments.hpp"

namespace initlab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

bool is_variance(double value) { return value >= 0.0 && std::isfinite(value); }

void check(const BlockVariances& block, std::size_t index) {
  if (is_variance(block.weight) && is_variance(block.bias) && is_variance(block.outer_weight) &&
      is_variance(block.outer_bias))
    return;
  throw DomainError(fmt::format(
      "block {} has sigma_w^2 = {}, sigma_b^2 = {}, sigma_v^2 = {}, sigma_a^2 = {} (variances are finite and "
      "not negative). Correct its scales.",
      index + 1, block.weight, block.bias, block.outer_weight, block.outer_bias));
}

void check(const ResidualInput& input) {
  if (is_variance(input.mean_square) && input.one_minus_e >= 0.0 && input.one_minus_e <= 2.0 &&
      input.mean * input.mean <= input.mean_square * (1.0 + 1e-12))
    return;
  throw DomainError(
      fmt::format("inputs of mean square {}, 1 - e = {} and mean {} (a mean square is finite and at least the mean's "
                  "square, 1 - e lies between 0 and 2). Correct the input.",
                  input.mean_square, input.one_minus_e, input.mean));
}

// Two inputs' x: p, s and the mean, in units of exp(log_unit) and its root.
struct Signal {
  double p;
  double s;
  double mean;
  double log_unit;

  ScaledLength length() const { return {p, log_unit}; }
  Signal in_unit(double unit) const {
    return {converted(p, log_unit, unit), converted(s, log_unit, unit), converted(mean, 0.5 * log_unit, 0.5 * unit),
            unit};
  }
};

// What a block makes of its input.
struct Preactivation {
  ScaledLength length;
  double one_minus_c;
};

Preactivation preactivation(const BlockVariances& block, const Signal& x) {
  const double q = block.weight * x.p + converted(block.bias, 0.0, x.log_unit);
  const double one_minus_c = q > 0.0 ? std::min(block.weight * x.s / q, 2.0) : 0.0;
  return {{q, x.log_unit}, one_minus_c};
}

// The branch's contributions are small where its weights are: they are computed in its own unit and then converted.
Signal after(const AsymptoticMoments& phi, ResidualKind kind, const BlockVariances& block, const Preactivation& h,
             const Signal& x) {
  const ScaledLength q = h.length.fitted();
  const double V = converted(phi.second_moment(q), q.log_unit, x.log_unit);
  const double deficit = converted(phi.deficit(q, h.one_minus_c), q.log_unit, x.log_unit);
  if (kind == ResidualKind::full)
    return {x.p + block.outer_weight * V + converted(block.outer_bias, 0.0, x.log_unit),
            x.s + block.outer_weight * deficit, x.mean, x.log_unit};
  const double mean = converted(phi.mean(q), 0.5 * q.log_unit, 0.5 * x.log_unit);
  return {x.p + V + 2.0 * x.mean * mean, x.s + deficit, x.mean + mean, x.log_unit};
}

ResidualState state_of(const Signal& x, const Preactivation& h) {
  ResidualState state{};
  state.p = x.length().plain();
  state.log_p = x.length().log();
  state.s = converted(x.s, x.log_unit, 0.0);
  state.gamma = converted(x.p - x.s, x.log_unit, 0.0);
  state.one_minus_e = x.p > 0.0 ? x.s / x.p : 0.0;
  state.e = 1.0 - state.one_minus_e;
  state.q = h.length.plain();
  state.lambda = state.q * (1.0 - h.one_minus_c);
  state.one_minus_c = h.one_minus_c;
  state.log_chi_b = state.log_chi_w = state.log_chi_v = -infinity;
  return state;
}

// What the backward pass needs of a block.
struct Gains {
  double log_slope;        // log(sigma_v^2 D(q))
  double log_mean_square;  // log V(q)
  double log_growth;       // log(chi_(l-1) / chi_l)
};

Gains gains_of(const AsymptoticMoments& phi, ResidualKind kind, const BlockVariances& block, const Preactivation& h) {
  const ScaledLength q = h.length.fitted();
  const double outer = kind == ResidualKind::full ? block.outer_weight : 1.0;
  const double slope = outer * phi.derivative_second_moment(q);
  return {std::log(slope), ScaledLength{phi.second_moment(q), q.log_unit}.log(), std::log1p(slope * block.weight)};
}

void add_gradients(ResidualKind kind, std::span<const Gains> gains, std::span<ResidualState> states) {
  double log_chi = 0.0;
  for (std::size_t l = gains.size(); l > 0; --l) {
    states[l].log_chi = log_chi;
    states[l].log_chi_b = log_chi + gains[l - 1].log_slope;
    states[l].log_chi_w = states[l].log_chi_b + states[l - 1].log_p;
    if (kind == ResidualKind::full) states[l].log_chi_v = log_chi + gains[l - 1].log_mean_square;
    log_chi += gains[l - 1].log_growth;
  }
  states[0].log_chi = log_chi;
}

}  // namespace

std::vector<ResidualState> residual_recursion(const Moments& phi, ResidualKind kind,
                                              std::span<const BlockVariances> blocks, const ResidualInput& input) {
  check(input);
  const AsymptoticMoments moments(phi);
  Signal x = {input.mean_square, input.mean_square * input.one_minus_e, input.mean, 0.0};
  std::vector<ResidualState> states = {state_of(x, {{0.0}, 0.0})};
  std::vector<Gains> gains;
  states.reserve(blocks.size() + 1);
  gains.reserve(blocks.size());
  for (std::size_t l = 0; l < blocks.size(); ++l) {
    check(blocks[l], l);
    // Beside a bias, what is too small for a double is zero.
    if (x.log_unit < 0.0 && blocks[l].bias + blocks[l].outer_bias > 0.0) x = x.in_unit(0.0);
    const Preactivation h = preactivation(blocks[l], x);
    gains.push_back(gains_of(moments, kind, blocks[l], h));
    x = after(moments, kind, blocks[l], h, x);
    x = x.in_unit(x.length().fitted().log_unit);
    states.push_back(state_of(x, h));
  }
  add_gradients(kind, gains, states);
  return states;
}

}  // namespace initlab
