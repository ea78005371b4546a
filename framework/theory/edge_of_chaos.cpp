#include "theory/edge_of_chaos.hpp"

#include <cmath>
#include <optional>

#include "theory/bracketed_root.hpp"

namespace initlab {
namespace {

constexpr double shortest = 1e-8;
constexpr double longest = 1e4;
constexpr int lengths_per_decade = 16;
constexpr int lengths = 12 * lengths_per_decade;
// Without a bias both sides of the equation vanish with q; less than this share of q is rounding.
constexpr double noise = 1e-11;
// A slope that is 1 to rounding is no approach: for x -> sign(x) max(|x| - t, 0) it is 1 exactly, since V' = D there.
constexpr double least_approach = 1e-9;

// q - V(q)/D(q) - sigma_b^2 at q = exp(log_q), as a share of q.
class Imbalance {
 public:
  Imbalance(const Moments& phi, double bias_variance) : phi_(phi), bias_variance_(bias_variance) {}

  double operator()(double log_q) const {
    const double q = std::exp(log_q);
    return 1.0 - (phi_.second_moment(q) / phi_.derivative_second_moment(q) + bias_variance_) / q;
  }

 private:
  const Moments& phi_;
  double bias_variance_;
};

EdgePoint point_at(const Moments& phi, double q, double bias_variance) {
  const double weight = 1.0 / phi.derivative_second_moment(q);
  const double slope = length_map_slope(phi, q, {weight, bias_variance});
  return {q, std::sqrt(weight), slope, slope < 1.0 - least_approach};
}

// V(q) < q D(q) next to zero says that the map with sigma_w^2 = 1/D(0) stays below q if D falls with q.
std::optional<EdgePoint> point_at_zero(const Moments& phi) {
  const double slope_square = phi.derivative_second_moment(0.0);
  if (phi.second_moment(0.0) != 0.0 || !(slope_square > 0.0)) return std::nullopt;
  // An infinite slope at 0 (x^alpha) comes out as whatever number phi' has there; D next to it has nothing to do with
  // it.
  constexpr double nearest = 1e-8, jump = 1e-3;
  if (!(std::abs(phi.derivative_second_moment(nearest) / slope_square - 1.0) < jump)) return std::nullopt;
  constexpr double next_to_zero = 1e-4;
  const bool is_led_to = phi.second_moment(next_to_zero) < slope_square * next_to_zero;
  return EdgePoint{0.0, 1.0 / std::sqrt(slope_square), 1.0, is_led_to};
}

EdgeOfChaos homogeneous_edge(Slopes phi, double bias_variance) {
  if (bias_variance > 0.0 || phi.mean_square() == 0.0) return {EdgeKind::points, {}};
  return {EdgeKind::every_length, {{1.0, 1.0 / std::sqrt(phi.mean_square()), 1.0, false}}};
}

}  // namespace

EdgeOfChaos edge_of_chaos(const Moments& phi, double bias_variance) {
  check(LayerVariances{.weight = 0.0, .bias = bias_variance});
  if (phi.slopes()) return homogeneous_edge(*phi.slopes(), bias_variance);
  EdgeOfChaos edge{EdgeKind::points, {}};
  if (bias_variance == 0.0)
    if (const auto point = point_at_zero(phi)) edge.points.push_back(*point);

  const Imbalance imbalance(phi, bias_variance);
  const double step = std::log(longest / shortest) / lengths;
  double before = std::log(shortest);
  double value_before = imbalance(before);
  for (int i = 1; i <= lengths; ++i) {
    const double log_q = std::log(shortest) + i * step;
    const double value = imbalance(log_q);
    if (std::abs(value) < noise) continue;
    if (std::abs(value_before) >= noise && std::signbit(value) != std::signbit(value_before)) {
      const double root = bracketed_root(imbalance, {before, log_q, value_before, value});
      edge.points.push_back(point_at(phi, std::exp(root), bias_variance));
    }
    before = log_q;
    value_before = value;
  }
  return edge;
}

}  // namespace initlab
