#include "document/activation_plot.hpp"

#include <algorithm>
#include <cmath>

#include "document/svg_plot.hpp"

namespace initlab {
namespace {

constexpr double usual_reach = 4.0, farthest_reach_of_plot = 50.0;
constexpr double beyond_last_kink = 1.3;
constexpr double margin = 0.06;  // of the height, above and below
constexpr int most_ticks_across = 9, most_ticks_up = 7;

double reach_of(const std::vector<double>& kinks) {
  double reach = usual_reach;
  for (const double kink : kinks)
    if (const double needed = std::ceil(beyond_last_kink * std::abs(kink)); needed <= farthest_reach_of_plot)
      reach = std::max(reach, needed);
  return reach;
}

/// From the lowest to the highest point and the line y = 0, but not beyond `most` on either side.
PlotAxis height_of(const std::vector<PlotCurve>& curves, double most) {
  double low = 0.0, high = 0.0;
  for (const PlotCurve& curve : curves)
    for (const CurvePiece& piece : curve.pieces)
      for (const CurvePoint& point : piece) {
        low = std::min(low, point.y);
        high = std::max(high, point.y);
      }
  low = std::max(low, -most);
  high = std::min(high, most);
  if (low == high) return {-1.0, 1.0, most_ticks_up};
  const double rim = margin * (high - low);
  return {low - rim, high + rim, most_ticks_up};
}

}  // namespace

std::string activation_plot(const Activation& phi) {
  const std::vector<double> kinks = phi.kinks();
  const double reach = reach_of(kinks);
  const BatchFunction value = [&](std::span<const double> z, std::span<double> out) { phi.value(z, out); };
  const BatchFunction slope = [&](std::span<const double> z, std::span<double> out) { phi.derivative(z, out); };
  std::vector<PlotCurve> curves{
      {"φ(z)", PlotCurve::Look::first, curve_of(value, -reach, reach, kinks)},
      {"φ′(z)", PlotCurve::Look::second, curve_of(slope, -reach, reach, kinks)},
  };
  const PlotAxis x(-reach, reach, most_ticks_across), y = height_of(curves, reach);
  return svg_text({"phi and phi' of the activation " + phi.name(), x, y, std::move(curves)});
}

}  // namespace initlab
