#include "theory/residual_recursion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "theory/asymptotic_moments.hpp"
#include "theory/shifted_moments.hpp"

namespace initlab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

void check(const ResidualInput& input) {
  if (!(input.mean_square >= 0.0 && std::isfinite(input.mean_square) && input.one_minus_e >= 0.0 &&
        input.one_minus_e <= 2.0 && input.mean * input.mean <= input.mean_square * (1.0 + 1e-12)))
    throw DomainError(fmt::format(
        "inputs of mean square {}, 1 - e = {} and mean {} (a mean square is finite and at least the mean's square, "
        "1 - e lies between 0 and 2). Correct the input.",
        input.mean_square, input.one_minus_e, input.mean));
  if (!input.units.empty() && input.one_minus_e != 0.0)
    throw DomainError(
        fmt::format("two inputs with 1 - e = {} and a law of the units of one (it does not tell how the two are "
                    "paired). Give a single input, or one with normal units.",
                    input.one_minus_e));
}

// Two inputs' signal: p, s and the mean, in units of exp(log_unit) and its root.
struct Signal {
  double p;
  double s;
  double mean;
  double log_unit;

  ScaledLength length() const { return {p, log_unit}; }
  double one_minus_c() const { return p > 0.0 ? std::min(s / p, 2.0) : 0.0; }
  Signal in_unit(double unit) const {
    return {converted(p, log_unit, unit), converted(s, log_unit, unit), converted(mean, 0.5 * log_unit, 0.5 * unit),
            unit};
  }
  Signal fitted() const { return in_unit(length().fitted().log_unit); }
  Signal times(double factor) const { return {p * factor * factor, s * factor * factor, mean * factor, log_unit}; }
};

// Of the one unit that holds both; what is too small beside the other is zero.
Signal sum(Signal u, Signal y) {
  const double unit = u.p == 0.0 ? y.log_unit : y.p == 0.0 ? u.log_unit : std::max(u.log_unit, y.log_unit);
  u = u.in_unit(unit);
  y = y.in_unit(unit);
  return Signal{u.p + y.p + 2.0 * u.mean * y.mean, u.s + y.s, u.mean + y.mean, unit}.fitted();
}

Signal through_matrix(const LayerVariances& layer, Signal x) {
  // Beside a bias, what is too small for a double is zero.
  if (layer.bias > 0.0 && x.log_unit < 0.0) x = x.in_unit(0.0);
  return Signal{layer.weight * x.p + converted(layer.bias, 0.0, x.log_unit), layer.weight * x.s, 0.0, x.log_unit}
      .fitted();
}

// Its mean is asked for where a branch ends here.
Signal through_activation(const AsymptoticMoments& phi, const Signal& h) {
  const ScaledLength q = h.length().fitted();
  return {phi.second_moment(q), phi.deficit(q, h.one_minus_c()), 0.0, q.log_unit};
}

double mean_behind_activation(const AsymptoticMoments& phi, const Signal& h) { return phi.mean(h.length().fitted()); }

// log(exp(a) + exp(b))
double log_of_sum(double a, double b) {
  const double larger = std::max(a, b);
  return std::isinf(larger) ? larger : larger + std::log1p(std::exp(std::min(a, b) - larger));
}

// x_(l-1)
struct Trunk {
  Signal signal;
  UnitLaw units;
};

// What the way back needs of a step.
struct Gain {
  double log_slope;  // of the mean squared gradient through it
  double log_p;      // of the signal before it
};

struct Forward {
  Signal branch;
  Signal h;
  std::size_t last_activation = 0;
  std::vector<Gain> gains;
};

class BlockPass {
 public:
  explicit BlockPass(const Moments& phi) : phi_(phi), moments_(phi) {}

  Forward forward(const ResidualBlock& block, const Trunk& x) const {
    Forward result{};
    Signal signal = x.signal.times(block.branch_input).fitted();
    double width_ratio = block.width_ratio;
    for (std::size_t i = 0; i < block.steps.size(); ++i) {
      const BranchStep& step = block.steps[i];
      const double log_p = signal.length().log();
      if (step.kind == BranchStep::Kind::linear) {
        result.gains.push_back({std::log(step.variances.weight * width_ratio), log_p});
        width_ratio = 1.0;
        signal = through_matrix(step.variances, signal);
      } else {
        result.last_activation = i;
        result.h = signal;
        const bool sees_units = i == 0 && !x.units.is_normal();
        const double slope =
            sees_units ? x.units.mean_square_slope(phi_, block.branch_input) : slope_of_activation(signal);
        result.gains.push_back({std::log(slope), log_p});
        signal = sees_units ? Signal{x.units.mean_square(phi_, block.branch_input), 0.0, 0.0, 0.0}
                            : through_activation(moments_, signal);
      }
    }
    if (!ends_in_matrix(block)) signal.mean = mean_behind_activation(moments_, result.h);
    result.branch = signal;
    return result;
  }

 private:
  // Where h is zero and not merely small, a kink there is not met by chance from either side: phi' is what phi says.
  double slope_of_activation(const Signal& h) const {
    return h.p == 0.0 ? derivative_second_moment(phi_, {0.0, 0.0})
                      : moments_.derivative_second_moment(h.length().fitted());
  }

  const Moments& phi_;
  AsymptoticMoments moments_;
};

void pass(Trunk& x, const ResidualBlock& block, const Signal& branch) {
  const Signal u = block.projection ? through_matrix(*block.projection, x.signal) : x.signal;
  x.signal = sum(u.times(block.skip), branch.times(block.branch));
  x.units.pass(block.projection ? 0.0 : block.skip,
               block.branch * block.branch * converted(branch.p, branch.log_unit, 0.0));
}

// Gradients in a block, relative to chi_l.
struct Backward {
  double log_growth;  // log(chi_(l-1) / chi_l)
  double log_chi_h;
  std::vector<LayerGradient> layers;
};

Backward backward(const ResidualBlock& block, const Forward& forward, const Signal& x) {
  Backward result{};
  double log_chi = 2.0 * std::log(std::abs(block.branch));
  for (std::size_t i = block.steps.size(); i-- > 0;) {
    if (block.steps[i].kind == BranchStep::Kind::linear)
      result.layers.push_back({log_chi + forward.gains[i].log_p, log_chi});
    log_chi += forward.gains[i].log_slope;
    if (i == forward.last_activation) result.log_chi_h = log_chi;
  }
  std::ranges::reverse(result.layers);
  double log_skip = 2.0 * std::log(std::abs(block.skip));
  if (block.projection) {
    result.layers.push_back({log_skip + x.length().log(), log_skip});
    log_skip += std::log(block.projection->weight * block.width_ratio);
  }
  result.log_growth = log_of_sum(log_skip, log_chi + 2.0 * std::log(std::abs(block.branch_input)));
  return result;
}

ResidualState state_of(const Signal& x, const Signal& h) {
  ResidualState state{};
  state.p = x.length().plain();
  state.log_p = x.length().log();
  state.mean = converted(x.mean, 0.5 * x.log_unit, 0.0);
  state.s = converted(x.s, x.log_unit, 0.0);
  state.gamma = converted(x.p - x.s, x.log_unit, 0.0);
  state.one_minus_e = x.p > 0.0 ? x.s / x.p : 0.0;
  state.e = 1.0 - state.one_minus_e;
  state.q = h.length().plain();
  state.mean_h = converted(h.mean, 0.5 * h.log_unit, 0.0);
  state.one_minus_c = h.one_minus_c();
  state.lambda = state.q * (1.0 - state.one_minus_c);
  state.log_chi_h = -infinity;
  return state;
}

void add_gradients(std::span<Backward> blocks, std::span<ResidualState> states) {
  double log_chi = 0.0;
  for (std::size_t l = blocks.size(); l > 0; --l) {
    states[l].log_chi = log_chi;
    states[l].log_chi_h = log_chi + blocks[l - 1].log_chi_h;
    states[l].layers = std::move(blocks[l - 1].layers);
    for (LayerGradient& layer : states[l].layers) {
      layer.log_weight += log_chi;
      layer.log_bias += log_chi;
    }
    log_chi += blocks[l - 1].log_growth;
  }
  states[0].log_chi = log_chi;
}

}  // namespace

std::vector<ResidualState> residual_recursion(const Moments& phi, std::span<const ResidualBlock> blocks,
                                              const ResidualInput& input) {
  check(input);
  const BlockPass pass_of(phi);
  Trunk x{{input.mean_square, input.mean_square * input.one_minus_e, input.mean, 0.0}, UnitLaw(input.units)};
  std::vector<ResidualState> states = {state_of(x.signal, {})};
  std::vector<Backward> gradients;
  states.reserve(blocks.size() + 1);
  gradients.reserve(blocks.size());
  for (const ResidualBlock& block : blocks) {
    check(block, gradients.size() + 1);
    const Forward forward = pass_of.forward(block, x);
    gradients.push_back(backward(block, forward, x.signal));
    pass(x, block, forward.branch);
    states.push_back(state_of(x.signal, forward.h));
  }
  add_gradients(gradients, states);
  return states;
}

std::vector<ResidualState> residual_recursion(const Moments& phi, ResidualKind kind,
                                              std::span<const BlockVariances> blocks, const ResidualInput& input) {
  std::vector<ResidualBlock> general;
  general.reserve(blocks.size());
  for (const BlockVariances& block : blocks) {
    const LayerVariances inner{block.weight, block.bias}, outer{block.outer_weight, block.outer_bias};
    general.push_back(kind == ResidualKind::full ? full_block(inner, outer) : reduced_block(inner));
  }
  return residual_recursion(phi, general, input);
}

}  // namespace initlab
