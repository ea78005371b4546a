#include "experiment/residual_prediction.hpp"

#include <cmath>

#include "theory/residual_recursion.hpp"

namespace initlab {
namespace {

double square(double x) { return x * x; }

/// The variances of the blocks, as theory reads them.
struct StatedBlocks {
  std::vector<BlockVariances> variances;
  bool has_symmetric_laws = true;
};

std::optional<StatedBlocks> stated_blocks(const Point& point, std::string& reason) {
  StatedBlocks blocks;
  for (const BlockSpec& spec : point.blocks) {
    const bool is_full = spec.matrices.size() == 2;
    const Multipliers& m = spec.multipliers;
    if (spec.skip != BlockSpec::Skip::identity) {
      reason = "theory of residual networks is about blocks of one width";
      return std::nullopt;
    }
    if (m.skip != 1.0 || (!is_full && m.branch != 1.0)) {
      reason = "the initializer sets multipliers of the skip, or of a reduced block's branch";
      return std::nullopt;
    }
    BlockVariances block;
    for (const LayerSpec& matrix : spec.matrices) {
      const std::optional<StatedLaw> law = stated_law(matrix, reason);
      if (!law) return std::nullopt;
      blocks.has_symmetric_laws &= matrix.weights.family != Law::Family::filled;
      const bool is_first = &matrix == &spec.matrices.front();
      (is_first ? block.weight : block.outer_weight) = law->weight * square(is_first ? m.branch_input : m.branch);
      (is_first ? block.bias : block.outer_bias) = law->bias * (is_first ? 1.0 : square(m.branch));
    }
    blocks.variances.push_back(block);
  }
  return blocks;
}

class ResidualPredictor {
 public:
  ResidualPredictor(const Point& point, const StatedInput& input, PredictionWriter& writer)
      : point_(point),
        writer_(writer),
        inputs_(static_cast<double>(point.settings.input.count)),
        width_(static_cast<double>(point.widths.front())),
        input_beta_(input.has_fixed_correlation ? 0.0 : 1.0 / width_) {}

  void put_signal(const std::vector<ResidualState>& states, Order order) {
    for (std::size_t l = 0; l < states.size(); ++l) {
      const double beta = beta_of(l);
      put(l, "activation.second_moment", states[l].p, l == 0 ? Order::exact : order, beta);
      if (l > 0) put(l, "preactivation.second_moment", states[l].q, order, beta);
      if (l > 0 && inputs_ == 1.0) put(l, "preactivation.variance", states[l].q, Order::infinite, beta);
    }
  }

  void put_pairs(const std::vector<ResidualState>& states) {
    const double rounding = point_.settings.precision == Precision::float32 ? 1e-12 : 1e-28;
    for (std::size_t l = 0; l < states.size(); ++l) {
      const ResidualState& s = states[l];
      const Order order = l == 0 && input_beta_ == 0.0 ? Order::exact : Order::infinite;
      const auto put_scaled = [&](const char* name, double value, double scale, double floor) {
        Prediction p;
        p.infinite_width = value;
        p.allowance = floor;
        writer_.put(l, name, p, order, beta_of(l), scale);
      };
      put_scaled("activation.covariance", s.gamma, s.p, 0.0);
      put_scaled("activation.decorrelation", s.one_minus_e, s.one_minus_e, rounding);
      put_scaled("activation.angular_expressivity", s.e, 1.0, 0.0);
      put_scaled("activation.metric_expressivity", s.s, s.s, rounding * s.p);
      if (l == 0) continue;
      put_scaled("preactivation.covariance", s.lambda, s.q, 0.0);
      put_scaled("preactivation.decorrelation", s.one_minus_c, s.one_minus_c, rounding);
    }
  }

  void put_gradients(const std::vector<ResidualState>& states) {
    const double beta = beta_of(states.size() - 1);
    for (std::size_t l = 0; l < states.size(); ++l) {
      const ResidualState& s = states[l];
      put(l, "gradient.activation", std::exp(s.log_chi), Order::infinite, beta);
      if (l == 0) continue;
      const BlockSpec& block = point_.blocks[l - 1];
      const auto trained = [&](std::size_t matrix) { return square(block.matrices[matrix].weights.multiplier); };
      const double entries = inputs_ * width_ * width_;
      put(l, "gradient.preactivation", std::exp(s.log_chi_b), Order::infinite, beta);
      // Of inputs that share their cotangent, the parameters' gradients do not add up like independent ones.
      if (inputs_ > 1 && point_.settings.shared_cotangent) continue;
      put(l, "gradient.bias", inputs_ * width_ * std::exp(s.log_chi_b), Order::infinite, beta);
      put(l, "gradient.weight", trained(0) * square(block.multipliers.branch_input) * entries * std::exp(s.log_chi_w),
          Order::infinite, beta);
      if (block.matrices.size() < 2) continue;
      const double branch = square(block.multipliers.branch);
      put(l, "gradient.weight_2", trained(1) * branch * entries * std::exp(s.log_chi_v), Order::infinite, beta);
      put(l, "gradient.bias_2", branch * inputs_ * width_ * std::exp(s.log_chi), Order::infinite, beta);
    }
  }

 private:
  // Two matrices a block do not count twice: the second is linear and adds 2/n where an activation adds up to 5/n.
  double beta_of(std::size_t l) const { return static_cast<double>(l) / width_ + input_beta_; }

  void put(std::size_t l, const char* name, double value, Order order, double beta) {
    Prediction p;
    p.infinite_width = value;
    if (order == Order::exact) p.finite_width = value;
    writer_.put(l, name, p, order, beta);
  }

  const Point& point_;
  PredictionWriter& writer_;
  double inputs_, width_, input_beta_;
};

}  // namespace

std::string predict_residual(const Point& point, const StatedInput& input, const Moments& phi,
                             PredictionWriter& writer) {
  std::string reason;
  const std::optional<StatedBlocks> blocks = stated_blocks(point, reason);
  if (!blocks) return reason;
  const ResidualKind kind = point.blocks.front().matrices.size() == 2 ? ResidualKind::full : ResidualKind::reduced;
  const std::vector<ResidualState> states =
      residual_recursion(phi, kind, blocks->variances, {input.mean_square, input.one_minus_c, input.mean});
  const bool is_exact = kind == ResidualKind::full && phi.slopes() && blocks->has_symmetric_laws;
  ResidualPredictor predictor(point, input, writer);
  predictor.put_signal(states, is_exact ? Order::exact : Order::infinite);
  if (writer.wants("preactivation.decorrelation")) predictor.put_pairs(states);
  if (point.needs_backward()) predictor.put_gradients(states);
  return "";
}

}  // namespace initlab
