#include "document/plot_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace initlab {
namespace {

struct Step {
  int digit, exponent;  ///< digit * 10^exponent
};

Step next(Step step) {
  if (step.digit == 1) return {2, step.exponent};
  if (step.digit == 2) return {5, step.exponent};
  return {1, step.exponent + 1};
}

/// digit * multiple * 10^exponent with a single rounding: 3 * 0.1 is not 0.3.
double at(Step step, double multiple) {
  const double whole = multiple * step.digit;
  return step.exponent < 0 ? whole / std::pow(10.0, -step.exponent) : whole * std::pow(10.0, step.exponent);
}

}  // namespace

PlotAxis::PlotAxis(double low, double high, int most) : low_(low), high_(high) {
  if (!(low < high) || !std::isfinite(high - low))
    throw DomainError(fmt::format("an axis from {} to {} (it must have a length)", low, high));
  Step step{1, static_cast<int>(std::floor(std::log10(high - low))) - 2};
  const auto count = [&] { return std::floor(high / at(step, 1.0)) - std::ceil(low / at(step, 1.0)) + 1.0; };
  while (count() > most) step = next(step);
  for (double multiple = std::ceil(low / at(step, 1.0)); at(step, multiple) <= high; ++multiple)
    ticks_.push_back(at(step, multiple) + 0.0);  // + 0.0: no -0
  decimals_ = std::max(0, -step.exponent);
}

std::string PlotAxis::label(double tick) const { return fmt::format("{:.{}f}", tick, decimals_); }

}  // namespace initlab
