#include "theory/correlation_map.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "theory/activation_difference.hpp"
#include "theory/bracketed_root.hpp"

namespace initlab {
namespace {

constexpr double rounding = 1e-13;
// Closer to 1 no correlation can be told from 1 by the slope there, unless phi is a power: its map has no other scale.
constexpr double closest = 1e-28;
constexpr double closest_of_power = 1e-300;

CorrelationFixedPoint with_slope(double one_minus_c, double slope) {
  const bool is_marginal = std::abs(slope - 1.0) <= rounding;
  const double scale = is_marginal ? std::numeric_limits<double>::infinity() : -1.0 / std::log(slope);
  return {one_minus_c, slope, slope > 0.0 ? scale : 0.0};
}

// The mean slope between c = 1 and here, less one: positive closer to 1 than the fixed point, negative beyond.
class ExcessSlope {
 public:
  ExcessSlope(Kernel& kernel, double weight_variance) : kernel_(kernel), weight_variance_(weight_variance) {}
  double operator()(double log_gap) const {
    const double gap = std::exp(log_gap);
    return correlation_map(kernel_, gap, weight_variance_) / gap - 1.0;
  }

 private:
  Kernel& kernel_;
  double weight_variance_;
};

double fixed_gap(Kernel& kernel, double weight_variance, double chi_1, double least) {
  const ExcessSlope excess(kernel, weight_variance);
  double above = 0.0;  // log(1 - c) of c = 0
  double value_above = excess(above);
  // Without a bias and for a phi of mean zero, uncorrelated inputs stay so exactly.
  if (value_above >= -rounding) return 1.0;
  double step = 2.0 * (chi_1 - 1.0) < 1.0 ? -std::log(2.0 * (chi_1 - 1.0)) : 1.0;
  while (above > std::log(least)) {
    const double below = above - step;
    const double value_below = excess(below);
    if (value_below > 0.0) return std::exp(bracketed_root(excess, {below, above, value_below, value_above}));
    above = below;
    value_above = value_below;
    step = 2.0;
  }
  return 0.0;
}

// A jump of phi adds to the slope of the map what kernel.derivative, of the smooth parts, does not know.
double slope_by_differences(Kernel& kernel, double weight_variance, double gap) {
  const double step = 1e-4 * gap;
  const double above = correlation_map(kernel, gap + step, weight_variance);
  const double below = correlation_map(kernel, gap - step, weight_variance);
  return (above - below) / (2.0 * step);
}

}  // namespace

double correlation_map(Kernel& kernel, double one_minus_c, double weight_variance) {
  return weight_variance * kernel.deficit(one_minus_c) / kernel.length();
}

CorrelationFixedPoint correlation_fixed_point(const Moments& phi, double q, const LayerVariances& variances) {
  check(variances);
  const double chi_1 = variances.weight * phi.derivative_second_moment(q);
  if (q > 0.0 && has_jump(phi.activation(), phi.kinks())) {
    // Next to c = 1 the map is steeper than any line: no weights are so small that it leads there.
    Kernel kernel(phi, q);
    const double gap = fixed_gap(kernel, variances.weight, std::max(chi_1, 2.0), closest);
    return with_slope(gap, gap > 0.0 ? slope_by_differences(kernel, variances.weight, gap) : chi_1);
  }
  if (chi_1 <= 1.0 + rounding || q == 0.0) return with_slope(0.0, chi_1);
  Kernel kernel(phi, q);
  const auto& power = phi.power_law();
  const double gap = fixed_gap(kernel, variances.weight, chi_1, power ? closest_of_power : closest);
  // d -> d (chi_1 - s d^b), b = exponent - 1/2, whose fixed point for a small b lies beyond the range of doubles.
  if (gap == 0.0 && power) return with_slope(0.0, 1.0 - (power->exponent - 0.5) * (chi_1 - 1.0));
  return with_slope(gap, variances.weight * kernel.derivative(gap));
}

}  // namespace initlab
