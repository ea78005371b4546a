#include "theory/critical_points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "theory/activation_difference.hpp"
#include "theory/correlation_map.hpp"

namespace initlab {
namespace {

CriticalPoint described(const Moments& phi, const EdgePoint& edge, double sigma_b) {
  const double weight = edge.sigma_w * edge.sigma_w;
  const LayerVariances variances{.weight = weight, .bias = sigma_b * sigma_b};
  const double size = std::abs(edge.slope);
  constexpr double short_length = 1e-4;
  const double mean = phi.mean(edge.q), second_moment = phi.second_moment(edge.q);
  return {.edge = edge,
          .chi_1 = weight * phi.derivative_second_moment(edge.q),
          .xi_q = edge.is_stable && size < 1.0 ? -1.0 / std::log(size) : std::numeric_limits<double>::infinity(),
          .xi_c = correlation_fixed_point(phi, edge.q, variances).xi_c,
          .rate = correlation_rate(phi, edge),
          .mean_share = second_moment > 0.0 ? mean * mean / second_moment : 0.0,
          .short_growth = length_map(phi, short_length, variances) / short_length};
}

std::string unstable_remark(const std::vector<CriticalPoint>& points) {
  const CriticalPoint& point = points.front();
  constexpr double rounding = 1e-9;
  if (points.size() > 1) return "all points are unstable: no input length is led to their q*";
  if (point.edge.q > 0.0 && std::abs(point.edge.slope - 1.0) <= rounding)
    return "the only point is marginal: the slope of the length map is 1 there, so that shorter or longer inputs, but "
           "not both, are led to this q*, and slowly";
  if (point.edge.q > 0.0)
    return "the only point is unstable: no input length is led to this q*, and close to it the distance grows by the "
           "factor 'slope' a layer";
  if (std::abs(point.short_growth - 1.0) <= rounding)
    return "the only point is q = 0, and short inputs keep their length: none is led there";
  return "the only point is q = 0, and longer inputs are led away from it";
}

/// A point whose activation is mostly a constant, like sigmoid's, is an edge by the letter only.
std::string spurious_remark(const CriticalPoint& stable) {
  if (stable.mean_share <= 0.5) return "";
  return "the stable point is spurious for most purposes: E[phi]^2 is more than half of E[phi^2] there, so that even "
         "uncorrelated inputs are strongly correlated after one layer";
}

}  // namespace

CriticalPoints critical_points(const Moments& phi, double sigma_b) {
  const EdgeOfChaos edge = edge_of_chaos(phi, sigma_b * sigma_b);
  CriticalPoints result{sigma_b, edge.kind, {}};
  for (const EdgePoint& point : edge.points) result.points.push_back(described(phi, point, sigma_b));
  return result;
}

std::string jump_remark(const Moments& phi) {
  if (!has_jump(phi.activation(), phi.kinks())) return "";
  return "This activation jumps: close inputs part there at any sigma_w, while chi_1, which knows the slopes only, is "
         "of the gradients alone.";
}

std::string remark(const CriticalPoints& edge) {
  if (edge.kind == EdgeKind::every_length)
    return fmt::format(
        "every length is a fixed point at sigma_w = {:.6g}: lengths stay as they are, gradients neither grow nor fade",
        edge.points.front().edge.sigma_w);
  if (edge.points.empty())
    return "there is no edge of chaos: chi_1 = 1 at no fixed point of the length map with 1e-8 <= q <= 1e4";
  const auto stable =
      std::ranges::find_if(edge.points, [](const CriticalPoint& point) { return point.edge.is_stable; });
  return stable == edge.points.end() ? unstable_remark(edge.points) : spurious_remark(*stable);
}

std::vector<std::string> remarks(std::span<const CriticalPoints> edges) {
  std::vector<std::pair<std::string, std::string>> grouped;
  for (const CriticalPoints& edge : edges) {
    const std::string text = remark(edge), sigma_b = fmt::format("{:.6g}", edge.sigma_b);
    if (text.empty()) continue;
    const auto same = std::ranges::find(grouped, text, &std::pair<std::string, std::string>::first);
    if (same == grouped.end())
      grouped.emplace_back(text, sigma_b);
    else
      same->second += ", " + sigma_b;
  }
  std::vector<std::string> sentences;
  sentences.reserve(grouped.size());
  for (const auto& [text, sigma_b] : grouped) sentences.push_back(fmt::format("At sigma_b = {} {}.", sigma_b, text));
  return sentences;
}

}  // namespace initlab
