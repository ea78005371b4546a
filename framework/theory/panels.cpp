#include "theory/panels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace initlab {
namespace {

constexpr double tail_width = 2.0;

// The nearest kinks below and above a panel.
struct Surroundings {
  double below;
  double above;
};

void append_halved(Panel panel, Surroundings kink, double width, double widest, std::vector<Panel>& out) {
  const double distance = std::min(panel.begin - kink.below, kink.above - panel.end);
  const double middle = 0.5 * (panel.begin + panel.end);
  if (panel.width() <= std::clamp(distance, width, widest) || middle <= panel.begin || middle >= panel.end) {
    out.push_back(panel);
    return;
  }
  append_halved({panel.begin, middle}, kink, width, widest, out);
  append_halved({middle, panel.end}, kink, width, widest, out);
}

}  // namespace

std::vector<Panel> graded_panels(std::span<const double> kinks, double width, const PanelLimits& limits) {
  std::vector<double> centres = {0.0};
  for (const double kink : kinks)
    if (std::abs(kink) < farthest_reach) centres.push_back(std::abs(kink));
  std::sort(centres.begin(), centres.end());

  const double reach = std::min(std::max(limits.reach, centres.back() + tail_width), farthest_reach);
  std::vector<double> ends = centres;
  ends.push_back(std::max(reach - tail_width, centres.back()));
  ends.push_back(reach);
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());

  const double at_kink = std::min(width, limits.widest_at_kink);
  std::vector<Panel> panels;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    const Panel panel = {ends[i], ends[i + 1]};
    const auto above = std::lower_bound(centres.begin(), centres.end(), panel.end);
    const double next_kink = above == centres.end() ? std::numeric_limits<double>::infinity() : *above;
    const double previous_kink = *std::prev(std::upper_bound(centres.begin(), centres.end(), panel.begin));
    append_halved(panel, {previous_kink, next_kink}, at_kink, limits.widest, panels);
  }
  return panels;
}

}  // namespace initlab
