#include "theory/correlation_rate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "theory/activation_difference.hpp"
#include "theory/correlation_map.hpp"

namespace initlab {
namespace {

enum class Smoothness { smooth, bends, jumps_in_slope, unknown };

Smoothness smoothness(const Moments& phi) {
  if (phi.kinks().empty()) return Smoothness::smooth;
  Smoothness found = Smoothness::bends;
  for (const double kink : phi.kinks()) {
    const double unit = std::max(1.0, std::abs(kink));
    const std::array<double, 4> x = {kink - 1e-6 * unit, kink - 1e-9 * unit, kink + 1e-9 * unit, kink + 1e-6 * unit};
    std::array<double, 4> slope;
    phi.activation().derivative(x, slope);
    const double tolerance = 1e-4 * std::max({1.0, std::abs(slope[0]), std::abs(slope[3])});
    // A slope that still changes so close to the kink belongs to a power of x.
    if (!(std::abs(slope[0] - slope[1]) < tolerance && std::abs(slope[2] - slope[3]) < tolerance))
      return Smoothness::unknown;
    if (std::abs(slope[1] - slope[2]) > tolerance) found = Smoothness::jumps_in_slope;
  }
  return found;
}

// (1 - d' / d) / d^power, d' what the correlation map makes of d.
double loss(Kernel& kernel, double weight_variance, double d, double power) {
  return (1.0 - correlation_map(kernel, d, weight_variance) / d) / std::pow(d, power);
}

// Richardson's extrapolation to d = 0 of a series in powers of d, or of sqrt(d) if phi has kinks. None if it has not
// settled, because the series has other powers.
std::optional<double> loss_at_zero(Kernel& kernel, double weight_variance, double power, bool has_kinks) {
  constexpr double settled = 1e-5;
  const std::size_t levels = has_kinks ? 7 : 5;
  const double ratio = has_kinks ? 2.0 : 4.0;  // of the series' variable, when d is divided by 4
  double d = 0.02 / std::max(1.0, kernel.length());
  std::vector<double> row;
  double previous = 0.0;
  for (std::size_t level = 0; level < levels; ++level, d /= 4.0) {
    std::vector<double> next = {loss(kernel, weight_variance, d, power)};
    double factor = 1.0;
    for (const double coarser : row) {
      factor *= ratio;
      next.push_back((factor * next.back() - coarser) / (factor - 1.0));
    }
    if (level > 0) previous = row.back();
    row = std::move(next);
  }
  if (!(row.back() > 0.0) || std::abs(row.back() - previous) > settled * row.back()) return std::nullopt;
  return row.back();
}

}  // namespace

std::optional<CorrelationRate> correlation_rate(const Moments& phi, const EdgePoint& point) {
  if (!(point.q > 0.0) || has_jump(phi.activation(), phi.kinks())) return std::nullopt;
  const Smoothness kind = smoothness(phi);
  if (kind == Smoothness::unknown) return std::nullopt;
  const bool is_slope_continuous = kind != Smoothness::jumps_in_slope;
  Kernel kernel(phi, point.q);
  const auto lost =
      loss_at_zero(kernel, point.sigma_w * point.sigma_w, is_slope_continuous ? 1.0 : 0.5, kind != Smoothness::smooth);
  if (!lost) return std::nullopt;
  if (is_slope_continuous) return CorrelationRate{1.0 / *lost, 1};
  return CorrelationRate{4.0 / (*lost * *lost), 2};
}

}  // namespace initlab
