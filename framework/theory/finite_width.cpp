#include "theory/finite_width.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "theory/length_derivatives.hpp"

namespace initlab {
namespace {

void check_widths(std::span<const std::size_t> widths) {
  if (std::find(widths.begin(), widths.end(), 0u) != widths.end())
    throw DomainError("a layer of width 0 (a layer has at least one unit). Correct the widths.");
}

}  // namespace

std::vector<WidthCorrection> width_corrections(const Moments& phi, std::span<const LayerVariances> layers,
                                               std::span<const PlainLayer> signal,
                                               std::span<const std::size_t> widths) {
  if (signal.size() != layers.size() || widths.size() != layers.size())
    throw DomainError(fmt::format("{} layers with {} signals and {} widths (each layer has one of each). Give as many.",
                                  layers.size(), signal.size(), widths.size()));
  check_widths(widths);
  std::vector<WidthCorrection> corrections(layers.size(), WidthCorrection{0.0, 0.0});
  for (std::size_t l = 0; l + 1 < layers.size(); ++l) {
    const double weight = layers[l + 1].weight;
    const double q = signal[l].q();
    if (q == 0.0) continue;
    const double mean_square = phi.second_moment(q);
    const double slope = weight * second_moment_slope(phi, q);
    const double curvature = weight * second_moment_curvature(phi, q);
    const double spread = weight * weight * (fourth_moment(phi, q) - mean_square * mean_square);
    const WidthCorrection& below = corrections[l];
    corrections[l + 1].variance = spread / static_cast<double>(widths[l]) + slope * slope * below.variance;
    corrections[l + 1].mean_shift = slope * below.mean_shift + 0.5 * curvature * below.variance;
  }
  return corrections;
}

double log_square_length_ratio(const Moments& phi, std::span<const std::size_t> widths) {
  check_widths(widths);
  if (!phi.slopes() || phi.slopes()->mean_square() == 0.0)
    throw DomainError(fmt::format(
        "activation '{}' is not positively homogeneous (only there are the moments of |x|^2 a product). Use "
        "width_corrections.",
        phi.activation().name()));
  const double mean_square = phi.second_moment(1.0);
  const double excess = fourth_moment(phi, 1.0) / (mean_square * mean_square) - 1.0;
  double log_ratio = 0.0;
  for (const std::size_t width : widths) log_ratio += std::log1p(excess / static_cast<double>(width));
  return log_ratio;
}

}  // namespace initlab
