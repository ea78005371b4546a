#include "theory/length_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/error.hpp"
#include "theory/bracketed_root.hpp"
#include "theory/length_derivatives.hpp"

namespace initlab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double longest = 1e12;
constexpr double shortest = 1e-14;
// sigma_w^2 V(1) is taken to be 1 if rounding of sigma_w can explain the difference.
constexpr double unit_rounding = 1e-13;

// Steps begin small, where the fixed point usually is. Twenty of them cover eight decades.
class Stride {
 public:
  double next() { return factor_ = std::min(1.1 * factor_, 10.0); }

 private:
  double factor_ = 1.15;
};

// sigma_w^2 V(q) + sigma_b^2 - q
class Excess {
 public:
  Excess(const Moments& phi, const LayerVariances& variances) : phi_(phi), variances_(variances) {}
  double operator()(double q) const { return length_map(phi_, q, variances_) - q; }

 private:
  const Moments& phi_;
  LayerVariances variances_;
};

// The iteration's own step is safe where V grows with q: it cannot pass a fixed point.
std::optional<RootBracket> bracket_above(const Excess& excess, double start, double value) {
  Stride stride;
  double q = start;
  while (q < longest) {
    const double next = std::max(q + value, q * stride.next());
    const double next_value = excess(next);
    if (!(next_value > 0.0)) return RootBracket{q, next, value, next_value};
    q = next;
    value = next_value;
  }
  return std::nullopt;
}

std::optional<RootBracket> bracket_below(const Excess& excess, double start, double value) {
  Stride stride;
  double q = start;
  while (q > shortest) {
    const double next = std::min(q + value, q / stride.next());
    const double next_value = excess(next);
    if (!(next_value < 0.0)) return RootBracket{next, q, next_value, value};
    q = next;
    value = next_value;
  }
  return std::nullopt;
}

double depth_scale(double slope) {
  if (std::abs(slope) >= 1.0) return infinity;
  return slope == 0.0 ? 0.0 : -1.0 / std::log(std::abs(slope));
}

LengthFixedPoint described(const Moments& phi, const LayerVariances& variances, LengthFate fate, double q) {
  const double chi_1 = variances.weight * phi.derivative_second_moment(q);
  // At zero, where phi(0) = 0, V(q) is q phi'(0)^2.
  const double slope = q == 0.0 ? chi_1 : length_map_slope(phi, q, variances);
  return {fate, q, slope, chi_1, depth_scale(slope), std::abs(slope) < 1.0};
}

LengthFixedPoint unbounded(double chi_1) {
  return {LengthFate::grows_without_bound, infinity, chi_1, chi_1, infinity, false};
}

LengthFixedPoint homogeneous_fixed_point(Slopes phi, const LayerVariances& variances, double start) {
  const double slope = variances.weight * phi.mean_square();
  const bool stays = std::abs(slope - 1.0) <= unit_rounding;
  const double scale = stays ? infinity : depth_scale(slope);
  if (variances.bias == 0.0 && stays) return {LengthFate::stays, start, 1.0, 1.0, infinity, false};
  if (stays || slope > 1.0) return unbounded(slope);
  if (variances.bias == 0.0) return {LengthFate::vanishes, 0.0, slope, slope, scale, true};
  return {LengthFate::converges, variances.bias / (1.0 - slope), slope, slope, scale, true};
}

}  // namespace

void check(const LayerVariances& variances) {
  const auto is_variance = [](double value) { return value >= 0.0 && std::isfinite(value); };
  if (!is_variance(variances.weight) || !is_variance(variances.bias))
    throw DomainError(fmt::format(
        "sigma_w^2 = {}, sigma_b^2 = {} (variances are finite and not negative). Correct the scales of the layer.",
        variances.weight, variances.bias));
}

double length_map(const Moments& phi, double q, const LayerVariances& variances) {
  return variances.weight * phi.second_moment(q) + variances.bias;
}

double length_map_slope(const Moments& phi, double q, const LayerVariances& variances) {
  return variances.weight * second_moment_slope(phi, q);
}

LengthFixedPoint length_fixed_point(const Moments& phi, const LayerVariances& variances, double start) {
  check(variances);
  if (phi.slopes() && start > 0.0 && std::isfinite(start))
    return homogeneous_fixed_point(*phi.slopes(), variances, start);
  const Excess excess(phi, variances);
  const double value = excess(start);
  if (value == 0.0 && start == 0.0) return described(phi, variances, LengthFate::vanishes, 0.0);
  const auto bracket = value > 0.0 ? bracket_above(excess, start, value) : bracket_below(excess, start, value);
  if (bracket) {
    const double q = bracketed_root(excess, *bracket);
    return described(phi, variances, q > 0.0 ? LengthFate::converges : LengthFate::vanishes, q);
  }
  if (value > 0.0) return unbounded(variances.weight * phi.derivative_second_moment(longest));
  return described(phi, variances, LengthFate::vanishes, 0.0);
}

}  // namespace initlab
