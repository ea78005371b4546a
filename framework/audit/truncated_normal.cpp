#include "audit/truncated_normal.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "statistics/intervals.hpp"

namespace initlab {
namespace {

double mass_within(double t) { return 2.0 * normal_cdf(t) - 1.0; }

/// f(t) / Z
double edge(double t) { return std::exp(-0.5 * t * t) / std::sqrt(2.0 * std::numbers::pi) / mass_within(t); }

}  // namespace

double TruncatedNormal::std() const { return std::sqrt(1.0 - 2.0 * bound * edge(bound)); }

double TruncatedNormal::kurtosis() const {
  const double variance = 1.0 - 2.0 * bound * edge(bound);
  return (3.0 * variance - 2.0 * bound * bound * bound * edge(bound)) / (variance * variance);
}

double TruncatedNormal::cdf(double x) const {
  return (normal_cdf(std::clamp(x, -bound, bound)) - normal_cdf(-bound)) / mass_within(bound);
}

}  // namespace initlab
