#include "theory/panels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace initlab {
namespace {

constexpr double usual_reach = 12.0;
constexpr double tail_width = 2.0;
// The normal density itself varies too. Wider panels fail their first error estimate and are halved anyway.
constexpr double widest_at_kink = 1.25;
constexpr double widest = 3.0;

// Distances of a panel to the nearest kink below it and above it.
struct Surroundings {
  double below;
  double above;
};

void append_halved(Panel panel, Surroundings kink, double width, std::vector<Panel>& out) {
  const double distance = std::min(panel.begin - kink.below, kink.above - panel.end);
  const double middle = 0.5 * (panel.begin + panel.end);
  if (panel.width() <= std::clamp(distance, width, widest) || middle <= panel.begin || middle >= panel.end) {
    out.push_back(panel);
    return;
  }
  append_halved({panel.begin, middle}, kink, width, out);
  append_halved({middle, panel.end}, kink, width, out);
}

}  // namespace

std::vector<Panel> graded_panels(std::span<const double> kinks, double width) {
  std::vector<double> centres = {0.0};
  for (const double kink : kinks)
    if (std::abs(kink) < farthest_reach) centres.push_back(std::abs(kink));
  std::sort(centres.begin(), centres.end());

  const double reach = std::min(std::max(usual_reach, centres.back() + tail_width), farthest_reach);
  std::vector<double> ends = centres;
  ends.push_back(std::max(reach - tail_width, centres.back()));
  ends.push_back(reach);
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());

  const double at_kink = std::min(width, widest_at_kink);
  std::vector<Panel> panels;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    const Panel panel = {ends[i], ends[i + 1]};
    const auto above = std::lower_bound(centres.begin(), centres.end(), panel.end);
    const double next_kink = above == centres.end() ? std::numeric_limits<double>::infinity() : *above;
    const double previous_kink = *std::prev(std::upper_bound(centres.begin(), centres.end(), panel.begin));
    append_halved(panel, {previous_kink, next_kink}, at_kink, panels);
  }
  return panels;
}

}  // namespace initlab
