#pragma once
#include <span>
#include <vector>

namespace initlab {

/// An interval that one quadrature rule covers.
struct Panel {
  double begin;
  double end;
  double width() const { return end - begin; }
};

/// Beyond this the normal density is below the normal numbers of double precision.
constexpr double farthest_reach = 37.5;

/// How far panels go and how wide they may be; the rule's order decides what is sensible.
///
/// Reach 12: the density there is 5e-32 of its maximum, so a polynomial of any usual degree has no digit left to lose.
struct PanelLimits {
  double reach = 12.0;
  double widest_at_kink = 1.25;  ///< the normal density itself varies too
  double widest = 3.0;
};

/// Panels that cover z = 0 up to the reach (12), or up to 2 beyond the outermost of the kinks if that is farther (but
/// never beyond farthest_reach). Ascending. The last one is short, so that its share tells whether the tail matters.
///
/// Kinks are mirrored to z > 0 and are ends of panels. No panel is wider than its distance from the nearest kink (or
/// from 0), unless it is narrower than `width`: then the rule sees a function that varies on the scale `width` at the
/// kinks, and more slowly away from them, everywhere with the same resolution. None is wider than the limit (3).
std::vector<Panel> graded_panels(std::span<const double> kinks, double width, const PanelLimits& limits = {});

}  // namespace initlab
