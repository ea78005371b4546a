#include "theory/phase_diagram.hpp"

#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "theory/correlation_map.hpp"

namespace initlab {

PhasePoint phase_point(const Moments& phi, double sigma_w, double sigma_b) {
  const LayerVariances variances{.weight = sigma_w * sigma_w, .bias = sigma_b * sigma_b};
  const LengthFixedPoint length = length_fixed_point(phi, variances);
  PhasePoint point{.sigma_w = sigma_w,
                   .sigma_b = sigma_b,
                   .fate = length.fate,
                   .q = length.q,
                   .chi_1 = length.chi_1,
                   .one_minus_c = std::numeric_limits<double>::quiet_NaN(),
                   .xi_c = std::numeric_limits<double>::quiet_NaN(),
                   .xi_q = length.xi_q};
  if (length.fate == LengthFate::grows_without_bound) return point;
  // One point where quadrature does not converge must not cost the others.
  try {
    const CorrelationFixedPoint correlation = correlation_fixed_point(phi, length.q, variances);
    point.one_minus_c = correlation.one_minus_c;
    point.xi_c = correlation.xi_c;
  } catch (const PluginError& error) {
    point.trouble = error.what();
  }
  return point;
}

std::vector<PhasePoint> phase_row(const Moments& phi, std::span<const double> sigma_w, double sigma_b) {
  std::vector<PhasePoint> row;
  row.reserve(sigma_w.size());
  for (const double scale : sigma_w) row.push_back(phase_point(phi, scale, sigma_b));
  return row;
}

Phase phase_of(const PhasePoint& point) {
  constexpr double rounding = 1e-9;
  if (point.fate == LengthFate::grows_without_bound) return Phase::unbounded;
  if (std::abs(point.chi_1 - 1.0) <= rounding) return Phase::edge;
  return point.chi_1 < 1.0 ? Phase::ordered : Phase::chaotic;
}

const char* to_string(LengthFate fate) {
  switch (fate) {
    case LengthFate::converges:
      return "converges";
    case LengthFate::vanishes:
      return "vanishes";
    case LengthFate::grows_without_bound:
      return "grows";
    case LengthFate::stays:
      return "stays";
  }
  return "";
}

}  // namespace initlab
