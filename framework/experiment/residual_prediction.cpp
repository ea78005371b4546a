#include "experiment/residual_prediction.hpp"

#include <algorithm>
#include <cmath>

#include "experiment/stated_blocks.hpp"
#include "theory/residual_width.hpp"

namespace initlab {
namespace {

double square(double x) { return x * x; }

// As far as it is known to first order in 1/n, or exactly.
ResidualSpread spread_of_input(const Point& point, const StatedInput& input) {
  using Distribution = InputSettings::Distribution;
  const Distribution distribution = point.settings.input.distribution;
  const bool is_random = distribution == Distribution::gaussian || distribution == Distribution::sphere;
  ResidualSpread spread;
  spread.length_variance = input.mean_square_variance;
  spread.mean_variance = is_random ? input.mean_square / static_cast<double>(point.widths.front()) : 0.0;
  return spread;
}

class ResidualPredictor {
 public:
  ResidualPredictor(const Point& point, const StatedInput& input, const Moments& phi, const StatedBlocks& stated,
                    PredictionWriter& writer)
      : point_(point),
        writer_(writer),
        blocks_(stated.blocks),
        has_symmetric_laws_(stated.has_symmetric_laws),
        inputs_(static_cast<double>(point.settings.input.count)) {
    const bool phi_sees_input = begins_with_activation(blocks_.front());
    ResidualInput start{input.mean_square, input.one_minus_c, input.mean, {}};
    if (phi_sees_input) start.units = stated_units(point);
    states_ = residual_recursion(phi, blocks_, start);
    if (stated.kind == WeightKind::gaussian && !phi_sees_input)
      spreads_ = residual_spread(phi, blocks_, states_, point.widths, spread_of_input(point, input));
    has_exact_spread_ = !spreads_.empty() && has_exact_spread(phi, blocks_);
    has_exact_lengths_ = phi.slopes() && !phi_sees_input && ends_in_matrix(blocks_.front()) && has_symmetric_laws_;
    has_fixed_correlation_ = input.has_fixed_correlation;
    const bool input_counts =
        phi_sees_input || input.mean_square_variance > 0.0 || (inputs_ > 1.0 && !input.has_fixed_correlation);
    add_betas(input_counts ? 1.0 / width(0) : 0.0);
  }

  void put_signal() {
    for (std::size_t l = 0; l < states_.size(); ++l) {
      put_activation(l);
      if (l > 0) put_preactivation(l);
    }
  }

  void put_pairs() {
    const double rounding = point_.settings.precision == Precision::float32 ? 1e-12 : 1e-28;
    for (std::size_t l = 0; l < states_.size(); ++l) {
      const ResidualState& s = states_[l];
      const Order order = has_fixed_correlation_ && l <= silent_ ? Order::exact : Order::infinite;
      const auto put_scaled = [&](const char* name, double value, double scale, double floor, Order of, double beta) {
        Prediction p;
        p.infinite_width = value;
        p.allowance = floor;
        writer_.put(l, name, p, of, beta, scale);
      };
      const double beta = betas_[l].of_x;
      put_scaled("activation.covariance", s.gamma, s.p, 0.0, order, beta);
      put_scaled("activation.decorrelation", s.one_minus_e, s.one_minus_e, rounding, order, beta);
      put_scaled("activation.angular_expressivity", s.e, 1.0, 0.0, order, beta);
      put_scaled("activation.metric_expressivity", s.s, s.s, rounding * s.p, order, beta);
      if (l == 0) continue;
      const double beta_h = betas_[l].of_h;
      put_scaled("preactivation.covariance", s.lambda, s.q, 0.0, Order::infinite, beta_h);
      put_scaled("preactivation.decorrelation", s.one_minus_c, s.one_minus_c, rounding, Order::infinite, beta_h);
    }
  }

  void put_gradients() {
    const double depth_beta = betas_.back().of_x;
    bool is_silent_above = true;
    for (std::size_t l = states_.size(); l-- > 0;) {
      const ResidualState& s = states_[l];
      Prediction signal;
      signal.infinite_width = std::exp(s.log_chi);
      if (is_silent_above) signal.finite_width = signal.infinite_width;
      writer_.put(l, "gradient.activation", signal, is_silent_above ? Order::exact : Order::infinite, depth_beta);
      if (l == 0) continue;
      is_silent_above &= is_silent(blocks_[l - 1]);
      const double beta = depth_beta + (is_silent(blocks_[l - 1]) ? betas_[l].of_h - betas_[l - 1].of_x : 0.0);
      put_infinite(l, "gradient.preactivation", std::exp(s.log_chi_h), beta);
      // Of inputs that share their cotangent, the parameters' gradients do not add up like independent ones.
      if (inputs_ > 1 && point_.settings.shared_cotangent) continue;
      put_parameter_gradients(l, beta);
    }
  }

 private:
  // What the numbers of a block leave out is measured by (prediction.hpp).
  struct Betas {
    double of_x, of_h;
  };

  double width(std::size_t l) const { return static_cast<double>(point_.widths[l]); }

  // Two matrices a block do not count twice: the second is linear and adds 2/n where an activation adds up to 5/n.
  void add_betas(double of_input) {
    betas_.push_back({of_input, of_input});
    for (std::size_t l = 1; l < states_.size(); ++l) {
      const double below = betas_.back().of_x;
      const auto activations =
          std::ranges::count(blocks_[l - 1].steps, BranchStep::Kind::activation, &BranchStep::kind);
      const double of_block = static_cast<double>(activations) / width(l);
      const bool passes = is_silent(blocks_[l - 1]);
      Betas here{passes ? below : below + of_block, below + of_block};
      if (passes && silent_ + 1 == l) silent_ = l;
      if (!spreads_.empty() && states_[l].p > 0.0) {
        const ResidualSpread& spread = spreads_[l];
        const double corrections =
            std::abs(spread.length_shift) / states_[l].p + 0.2 * spread.length_variance / square(states_[l].p);
        // NaN, where nothing is known, changes nothing.
        if (corrections > here.of_x) here = {corrections, std::max(here.of_h, corrections)};
      }
      betas_.push_back(here);
    }
  }

  Order length_order(std::size_t l) const {
    if (l <= silent_ || has_exact_lengths_) return Order::exact;
    return spreads_.empty() ? Order::infinite : Order::first;
  }

  /// A positive quantity with mean `infinite + shift` and that variance over networks, as far as these are known.
  Prediction length(double infinite, double shift, double variance, double beta) const {
    Prediction p;
    p.infinite_width = infinite;
    p.finite_width = infinite + shift;
    if (inputs_ > 1.0 || std::isnan(variance)) return p;
    p.standard_deviation = std::sqrt(variance);
    const double relative = variance / square(p.finite_width);
    if (has_exact_spread_ && variance > 0.0) p.square_ratio = 1.0 + relative;
    if (!(p.finite_width > 0.0) || !(relative < 1.0)) return p;
    // Laws over networks are close to log-normal.
    p.log_mean = std::log(p.finite_width) - 0.5 * std::log1p(relative);
    p.log_std = std::sqrt(std::log1p(relative));
    p.log_allowance = 5.0 * beta * beta;
    return p;
  }

  void put_activation(std::size_t l) {
    const ResidualState& s = states_[l];
    const double beta = betas_[l].of_x;
    const Order order = length_order(l);
    if (!spreads_.empty()) {
      const double shift = order == Order::exact ? 0.0 : spreads_[l].length_shift;
      writer_.put(l, "activation.second_moment", length(s.p, shift, spreads_[l].length_variance, beta), order, beta);
    } else {
      Prediction p;
      p.infinite_width = s.p;
      if (order == Order::exact) p.finite_width = s.p;
      writer_.put(l, "activation.second_moment", p, order, beta);
    }
    put_mean_of_activation(l);
  }

  void put_mean_of_activation(std::size_t l) {
    const ResidualState& s = states_[l];
    // Behind a matrix of symmetric law the mean is zero at any width.
    const bool is_exact = l <= silent_ || (ends_in_matrix(blocks_.front()) && has_symmetric_laws_);
    Prediction mean;
    mean.infinite_width = s.mean;
    if (is_exact) mean.finite_width = s.mean;
    if (!spreads_.empty()) {
      mean.finite_width = s.mean + (is_exact ? 0.0 : spreads_[l].mean_shift);
      if (inputs_ == 1.0) mean.standard_deviation = std::sqrt(spreads_[l].mean_variance);
    }
    const Order order = is_exact ? Order::exact : spreads_.empty() ? Order::infinite : Order::first;
    writer_.put(l, "activation.mean", mean, order, betas_[l].of_x, std::sqrt(s.p));
  }

  void put_preactivation(std::size_t l) {
    const ResidualState& s = states_[l];
    const double beta = betas_[l].of_h;
    if (has_symmetric_laws_) {
      Prediction mean;
      mean.infinite_width = mean.finite_width = s.mean_h;
      if (!spreads_.empty() && inputs_ == 1.0) mean.standard_deviation = std::sqrt(s.q / width(l));
      writer_.put(l, "preactivation.mean", mean, Order::exact, beta, std::sqrt(s.q));
    }
    if (spreads_.empty()) {
      put_infinite(l, "preactivation.second_moment", s.q, beta);
      if (inputs_ == 1.0) put_infinite(l, "preactivation.variance", s.q - square(s.mean_h), beta);
      return;
    }
    // K, the variance of h given x_(l-1), and of that a sample of n_l.
    const ResidualBlock& block = blocks_[l - 1];
    const double weight = block.steps.front().variances.weight * square(block.branch_input);
    const Order order = length_order(l - 1);
    const double shift = order == Order::exact ? 0.0 : weight * spreads_[l - 1].length_shift;
    const double n = width(l), mean = s.q + shift;
    const double of_K = square(weight) * spreads_[l - 1].length_variance;
    const double of_sample = 2.0 / n * (square(mean) + (has_exact_spread_ ? of_K : 0.0));
    writer_.put(l, "preactivation.second_moment", length(s.q, shift, of_K + of_sample, beta), order, beta);
    if (inputs_ > 1.0) return;
    Prediction centred = length(s.q, shift - mean / n, of_K + of_sample, beta);
    centred.square_ratio = std::nan("");
    writer_.put(l, "preactivation.variance", centred, order, beta);
  }

  void put_parameter_gradients(std::size_t l, double beta) {
    const BlockSpec& spec = point_.blocks_of_theory()[l - 1];
    const std::vector<LayerGradient>& gradients = states_[l].layers;
    for (std::size_t position = 1; position <= gradients.size(); ++position) {
      const bool is_projection = position > spec.matrices.size();
      const LayerSpec& matrix = is_projection ? *spec.projection : spec.matrices[position - 1];
      const LayerGradient& gradient = gradients[position - 1];
      const double outputs = inputs_ * static_cast<double>(matrix.layer.fan_out);
      const double entries = outputs * static_cast<double>(matrix.layer.fan_in);
      const std::string number = position == 1 ? "" : "_" + std::to_string(position);
      put_infinite(l, "gradient.weight" + number,
                   square(matrix.weights.multiplier) * entries * std::exp(gradient.log_weight), beta);
      put_infinite(l, "gradient.bias" + number, outputs * std::exp(gradient.log_bias), beta);
    }
  }

  void put_infinite(std::size_t l, const std::string& name, double value, double beta) {
    Prediction p;
    p.infinite_width = value;
    writer_.put(l, name, p, Order::infinite, beta);
  }

  const Point& point_;
  PredictionWriter& writer_;
  const std::vector<ResidualBlock>& blocks_;
  bool has_symmetric_laws_, has_exact_spread_ = false, has_exact_lengths_ = false, has_fixed_correlation_ = true;
  double inputs_;
  std::size_t silent_ = 0;  // blocks before the first whose branch is not silent
  std::vector<ResidualState> states_;
  std::vector<ResidualSpread> spreads_;  // empty if unknown
  std::vector<Betas> betas_;
};

}  // namespace

std::string predict_residual(const Point& point, const StatedInput& input, const Moments& phi,
                             PredictionWriter& writer) {
  std::string reason;
  const std::optional<StatedBlocks> stated = stated_blocks(point, reason);
  if (!stated) return reason;
  ResidualPredictor predictor(point, input, phi, *stated, writer);
  predictor.put_signal();
  if (point.measures("correlation")) predictor.put_pairs();
  if (point.needs_backward()) predictor.put_gradients();
  return "";
}

}  // namespace initlab
