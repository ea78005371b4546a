#pragma once
#include <span>
#include <vector>

#include "theory/gaussian_expectation.hpp"

namespace initlab {

struct CurvePoint {
  double x, y;

  friend bool operator==(const CurvePoint&, const CurvePoint&) = default;
};

/// A part of a function's graph that can be drawn in one stroke.
using CurvePiece = std::vector<CurvePoint>;

/// The graph of f on [from, to]: 400 equal steps, and both sides of every kink in between. It is cut where f jumps, so
/// that no line is drawn that the function does not have; jumps that no kink declares are not seen.
std::vector<CurvePiece> curve_of(const BatchFunction& f, double from, double to, std::span<const double> kinks);

/// The piece without the points that lie within `tolerance` of the line through those that are kept (Douglas & Peucker
/// 1973): a straight line needs two.
CurvePiece simplified(const CurvePiece& piece, double tolerance);

}  // namespace initlab
