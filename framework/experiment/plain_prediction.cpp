#include "experiment/plain_prediction.hpp"

#include <algorithm>
#include <cmath>

#include "experiment/width_product.hpp"
#include "theory/asymptotic_moments.hpp"
#include "theory/length_derivatives.hpp"
#include "theory/plain_recursion.hpp"

namespace initlab {
namespace {

/// Gaussian expectations of phi at one length, with the derivatives that first-order theory asks for.
struct PhiAt {
  double mean, mean_slope, mean_curvature;
  double square, square_slope, square_curvature;
  double fourth;
};

PhiAt phi_at(const Moments& phi, double q) {
  PhiAt at{};
  at.mean = phi.mean(q);
  at.square = phi.second_moment(q);
  at.fourth = fourth_moment(phi, q);
  if (q == 0.0) return at;
  // By Gaussian integration by parts, as in length_derivatives.hpp.
  const double root = std::sqrt(q);
  const double rounding = 1e-14 * std::sqrt(phi.derivative_second_moment(q));
  at.mean_slope = phi.expectation([](double, double slope, double z) { return slope * z; }, q, rounding) / (2 * root);
  at.mean_curvature =
      phi.expectation([](double, double slope, double z) { return slope * z * (z * z - 3); }, q, rounding) /
      (4 * q * root);
  at.square_slope = second_moment_slope(phi, q);
  at.square_curvature = second_moment_curvature(phi, q);
  return at;
}

/// Mean and variance of a length over networks.
struct Length {
  double infinite, shift, variance;
};

struct Layer1n {
  Length k, m;  // K_l and M_l
  PhiAt phi;
  double kurtosis;  // e_l
  double beta;
};

double sum_of_inverses(std::span<const std::size_t> widths) {
  double sum = 0;
  for (const std::size_t n : widths) sum += 1.0 / static_cast<double>(n);
  return sum;
}

class PlainPredictor {
 public:
  PlainPredictor(const Point& point, const StatedInput& input, const Moments& phi, PredictionWriter& writer)
      : point_(point),
        blocks_(point.blocks_of_theory()),
        input_(input),
        phi_(phi),
        writer_(writer),
        inputs_(point.settings.input.count) {}

  std::string run() {
    std::string reason;
    for (const BlockSpec& block : blocks_) {
      const std::optional<StatedLaw> law = stated_law(block.matrices.front(), reason);
      if (!law) return reason;
      laws_.push_back(*law);
      variances_.push_back({law->weight, law->bias});
    }
    kind_ = std::ranges::max(laws_, {}, &StatedLaw::kind).kind;
    has_biases_ = std::ranges::any_of(laws_, [](const StatedLaw& law) { return law.bias > 0.0; });
    const bool is_homogeneous = phi_.slopes() && phi_.slopes()->mean_square() > 0.0;
    has_symmetric_laws_ = std::ranges::none_of(
        blocks_, [](const BlockSpec& b) { return b.matrices.front().weights.family == Law::Family::filled; });
    is_exact_in_the_mean_ = is_homogeneous && has_symmetric_laws_;
    is_product_ = is_homogeneous && kind_ == WeightKind::gaussian && !has_biases_ && inputs_ == 1;
    // One virtual layer more gives the pair's x_L.
    std::vector<LayerVariances> layers = variances_;
    layers.push_back({1.0, 0.0});
    signal_ = plain_recursion(phi_, layers, {input_.mean_square, input_.one_minus_c});
    run_chain();
    if (is_product_) run_products();
    put_input();
    for (std::size_t l = 1; l <= depth(); ++l) put_signal(l);
    if (point_.measures("correlation")) put_pairs();
    if (point_.needs_backward()) put_gradients();
    return "";
  }

 private:
  std::size_t depth() const { return point_.depth(); }
  double width(std::size_t l) const { return static_cast<double>(point_.widths[l]); }
  double q(std::size_t l) const { return signal_[l - 1].q(); }

  void run_chain() {
    const double nan = std::nan("");
    chain_.resize(depth() + 1, Layer1n{{nan, nan, nan}, {nan, nan, nan}, {}, 0.0, 0.0});
    Layer1n& first = chain_.front();
    first.m = {input_.mean_square, 0.0, input_.mean_square_variance};
    first.beta = input_.mean_square_variance > 0.0 || !input_.has_fixed_correlation ? 1.0 / width(0) : 0.0;
    first.k = {};
    first.phi.fourth = input_.fourth_moment;
    for (std::size_t l = 1; l <= depth(); ++l) {
      const Layer1n& below = chain_[l - 1];
      Layer1n& here = chain_[l];
      const double weight = variances_[l - 1].weight, length = q(l);
      here.beta = below.beta + 1.0 / width(l);
      here.k = {length, weight * below.m.shift, weight * weight * below.m.variance};
      here.kurtosis = laws_[l - 1].excess_kurtosis * weight * weight * below.phi.fourth / width(l - 1);
      const double bias = variances_[l - 1].bias;
      here.kurtosis += laws_[l - 1].bias_excess_kurtosis * bias * bias;
      if (!std::isfinite(length)) return;
      // Lengths settle after some layers, expectations with them.
      here.phi = l > 1 && length == q(l - 1) ? below.phi : phi_at(phi_, length);
      const PhiAt& phi = here.phi;
      if (length > 0.0) {
        const double corrections = std::abs(here.k.shift) / length + 0.2 * here.k.variance / (length * length);
        here.beta = std::max(here.beta, corrections);
        // The higher cumulants of biases that are not normal and make up much of h, as where the signal dies.
        if (laws_[l - 1].bias_excess_kurtosis != 0.0) here.beta = std::max(here.beta, 0.25 * bias / length);
      }
      here.m = {
          phi.square,
          phi.square_slope * here.k.shift + phi.square_curvature * (0.5 * here.k.variance + here.kurtosis / 6),
          (phi.fourth - phi.square * phi.square) / width(l) + phi.square_slope * phi.square_slope * here.k.variance};
    }
  }

  void run_products() {
    const bool random_length = input_.mean_square_variance > 0.0;
    forward_.push_back(random_length ? chi_square_factor(point_.widths[0]) : WidthProduct{});
    factors_.push_back({});
    for (std::size_t l = 1; l <= depth(); ++l) {
      const bool known = l > 1 && point_.widths[l] == point_.widths[l - 1];
      factors_.push_back(known ? factors_.back() : layer_factor(*phi_.slopes(), point_.widths[l]));
      forward_.push_back(forward_.back());
      forward_.back() *= factors_[l];
    }
  }

  Order signal_order() const {
    if (is_exact_in_the_mean_) return Order::exact;
    return kind_ == WeightKind::other ? Order::infinite : Order::first;
  }

  /// A positive quantity whose mean and variance over networks are known to first order.
  Prediction first_order(double infinite, double mean, double variance, double beta) const {
    Prediction p;
    p.infinite_width = infinite;
    if (is_exact_in_the_mean_ || kind_ != WeightKind::other) p.finite_width = mean;
    if (kind_ == WeightKind::other || inputs_ > 1) return p;
    p.standard_deviation = std::sqrt(variance);
    const double relative = variance / (mean * mean);
    if (!(mean > 0.0) || !(relative < 1.0)) return p;
    p.log_mean = std::log(mean) - 0.5 * relative;
    p.log_std = std::sqrt(relative);
    p.log_allowance = 5.0 * beta * beta;  // the second order of E[log] - log E for the relative variance 5/n
    return p;
  }

  /// `mean` times a product of known law.
  static Prediction exact(double infinite, double mean, const WidthProduct& product) {
    Prediction p;
    p.infinite_width = infinite;
    p.finite_width = mean;
    p.square_ratio = std::exp(product.log_ratio);
    p.standard_deviation = mean * std::sqrt(std::expm1(product.log_ratio));
    if (mean > 0.0) {
      p.log_mean = std::log(mean) + product.log_mean;
      p.log_std = std::sqrt(product.log_variance);
    }
    return p;
  }

  void put_input() {
    const double square = input_.mean_square;
    Prediction p = first_order(square, square, input_.mean_square_variance, 0.0);
    p.finite_width = square;
    if (input_.mean_square_variance > 0.0 && inputs_ == 1)
      p = exact(square, square, chi_square_factor(point_.widths[0]));
    writer_.put(0, "activation.second_moment", p, Order::exact, 0.0);
  }

  void put_signal(std::size_t l) {
    const Layer1n& here = chain_[l];
    if (!std::isfinite(here.k.infinite)) return;
    put_activation(l, here);
    const double n = width(l), mean = here.k.infinite + here.k.shift;
    const double variance = here.k.variance + 2 * here.k.infinite * here.k.infinite / n;
    Prediction centre;
    centre.infinite_width = centre.finite_width = 0.0;
    if (inputs_ == 1) centre.standard_deviation = std::sqrt(mean / n);
    if (has_symmetric_laws_) writer_.put(l, "preactivation.mean", centre, Order::exact, 0.0);
    Prediction square = first_order(here.k.infinite, mean, variance, here.beta);
    Prediction centred = first_order(here.k.infinite, mean * (1 - 1 / n), variance, here.beta);
    if (is_product_) {
      WidthProduct product = forward_[l - 1];
      product *= chi_square_factor(point_.widths[l]);
      square = exact(here.k.infinite, mean, product);
      product = forward_[l - 1];
      if (point_.widths[l] > 1) product *= chi_square_factor(point_.widths[l] - 1);
      centred = exact(here.k.infinite, mean * (1 - 1 / n), product);
    }
    writer_.put(l, "preactivation.second_moment", square, signal_order(), here.beta);
    // Over several inputs the variance is around their common mean, which depends on their correlation.
    if (inputs_ == 1 && kind_ != WeightKind::other)
      writer_.put(l, "preactivation.variance", centred, signal_order(), here.beta);
  }

  void put_activation(std::size_t l, const Layer1n& here) {
    Prediction square = first_order(here.m.infinite, here.m.infinite + here.m.shift, here.m.variance, here.beta);
    if (is_product_) square = exact(here.m.infinite, here.m.infinite + here.m.shift, forward_[l]);
    writer_.put(l, "activation.second_moment", square, signal_order(), here.beta);

    const PhiAt& phi = here.phi;
    const double shift =
        phi.mean_slope * here.k.shift + phi.mean_curvature * (0.5 * here.k.variance + here.kurtosis / 6);
    Prediction mean;
    mean.infinite_width = phi.mean;
    if (kind_ != WeightKind::other) {
      mean.finite_width = phi.mean + shift;
      if (inputs_ == 1)
        mean.standard_deviation = std::sqrt((phi.square - phi.mean * phi.mean) / width(l) +
                                            phi.mean_slope * phi.mean_slope * here.k.variance);
    }
    const Order order = kind_ == WeightKind::other ? Order::infinite : Order::first;
    // An odd phi has mean zero at any width.
    const bool is_odd = std::abs(phi.mean) <= 1e-14 * std::sqrt(phi.square);
    writer_.put(l, "activation.mean", mean, order, here.beta, is_odd ? 0.0 : std::sqrt(phi.square));
  }

  void put_pairs() {
    for (std::size_t l = 0; l <= depth(); ++l) {
      const double beta = chain_[l].beta;
      const PlainLayer& next = signal_[l];
      const double next_weight = l < depth() ? variances_[l].weight : 1.0;
      const double square = l == 0 ? input_.mean_square : chain_[l].m.infinite;
      // sigma_w^2 (V - K) = q (1 - c) of the next layer; a matrix of zeros does not tell.
      const double deficit = l == 0 ? square * input_.one_minus_c : next.q() * next.one_minus_c / next_weight;
      const Order of_input = input_.has_fixed_correlation ? Order::exact : Order::infinite;
      if (next_weight > 0.0 && std::isfinite(deficit))
        put_pair(l, "activation", square, deficit, l == 0 ? of_input : Order::infinite, beta);
      if (l == 0) continue;
      const PlainLayer& here = signal_[l - 1];
      put_pair(l, "preactivation", here.q(), here.q() * here.one_minus_c, Order::infinite, beta);
    }
  }

  void put_pair(std::size_t l, const std::string& what, double square, double deficit, Order order, double beta) {
    // |x_a - x_b|^2 / 2 = |x_a| |x_b| (1 - c) + (|x_a| - |x_b|)^2 / 2: the lengths of two inputs differ in a network of
    // finite width, at most by their spreads. That does not shrink with 1 - c.
    const double variance = l == 0 ? input_.mean_square_variance : chain_[l].m.variance;
    const double length_difference = order == Order::exact     ? 0.0
                                     : std::isfinite(variance) ? variance / (4.0 * square)
                                                               : 1.25 * beta * square;
    // 1 - c is measured to the square of the rounding of x.
    const double rounding = point_.settings.precision == Precision::float32 ? 1e-12 : 1e-28;
    Prediction p;
    const auto put = [&](const char* name, double value, double scale) {
      p.infinite_width = value;
      writer_.put(l, what + name, p, order, beta, scale);
    };
    put(".covariance", square - deficit, square);
    if (!(square > 0.0)) return;
    p.allowance = rounding;
    put(".decorrelation", deficit / square, deficit / square);
    p.allowance = 0.0;
    put(".angular_expressivity", 1.0 - deficit / square, 1.0);
    p.allowance = rounding * square + length_difference;
    put(".metric_expressivity", deficit, deficit);
  }

  void put_gradients() {
    const std::vector<double> log_gradients =
        plain_log_gradients(phi_, variances_, std::span(signal_).first(depth()), point_.widths);
    const double beta =
        std::max(chain_.back().beta, sum_of_inverses(std::span(point_.widths).subspan(1)) + chain_.front().beta);
    const double top = AsymptoticMoments(phi_).derivative_second_moment(signal_[depth() - 1].length);
    const bool is_exact = is_product_ || (is_exact_in_the_mean_ && kind_ == WeightKind::gaussian && !has_biases_);
    const Order order = is_exact ? Order::exact : Order::infinite;
    WidthProduct above;  // of the layers l+1 ... L
    const auto put = [&](std::size_t l, const char* name, double value, const WidthProduct& product) {
      Prediction p;
      p.infinite_width = value;
      if (is_exact) p.finite_width = value;
      if (is_product_) p = exact(value, value, product);
      writer_.put(l, name, p, order, beta);
    };
    const auto times = [](WidthProduct a, const WidthProduct& b) { return a *= b; };
    double of_signal = 1.0;
    for (std::size_t l = depth(); l >= 1; --l) {
      const double of_preactivation = top * std::exp(log_gradients[l - 1]);
      put(l, "gradient.activation", of_signal, is_product_ ? times(above, chi_square_factor(point_.widths[l])) : above);
      if (is_product_) above *= factors_[l];
      put(l, "gradient.preactivation", of_preactivation, above);
      const double all_inputs = static_cast<double>(inputs_);
      const double multiplier = blocks_[l - 1].matrices.front().weights.multiplier;
      const double below = l == 1 ? input_.mean_square : chain_[l - 1].m.infinite;
      of_signal = variances_[l - 1].weight * width(l) / width(l - 1) * of_preactivation;
      // Of inputs that share their cotangent, the parameters' gradients do not add up like independent ones.
      if (inputs_ > 1 && point_.settings.shared_cotangent) continue;
      put(l, "gradient.bias", all_inputs * width(l) * of_preactivation, above);
      put(l, "gradient.weight",
          all_inputs * multiplier * multiplier * width(l) * of_preactivation * width(l - 1) * below,
          is_product_ ? times(above, forward_[l - 1]) : above);
    }
    put(0, "gradient.activation", of_signal, is_product_ ? times(above, chi_square_factor(point_.widths[0])) : above);
  }

  const Point& point_;
  const std::vector<BlockSpec>& blocks_;
  const StatedInput& input_;
  const Moments& phi_;
  PredictionWriter& writer_;
  std::size_t inputs_;
  std::vector<StatedLaw> laws_;
  std::vector<LayerVariances> variances_;
  WeightKind kind_ = WeightKind::gaussian;
  bool has_biases_ = false, has_symmetric_laws_ = true, is_exact_in_the_mean_ = false, is_product_ = false;
  std::vector<PlainLayer> signal_;  // of layers 1 ... L and a virtual one
  std::vector<Layer1n> chain_;      // from the input on
  std::vector<WidthProduct> factors_, forward_;
};

}  // namespace

std::string predict_plain(const Point& point, const StatedInput& input, const Moments& phi, PredictionWriter& writer) {
  return PlainPredictor(point, input, phi, writer).run();
}

}  // namespace initlab
