#pragma once
#include <string>
#include <vector>

#include "document/curve.hpp"
#include "document/plot_axis.hpp"

namespace initlab {

struct PlotCurve {
  enum class Look { first, second };  ///< solid blue, dashed orange: told apart without colours too
  std::string label;
  Look look = Look::first;
  std::vector<CurvePiece> pieces;
};

struct Plot {
  std::string description;  ///< for readers who do not see it
  PlotAxis x, y;
  std::vector<PlotCurve> curves;
};

/// The plot as an SVG file of 480 x 300 pixels: axes with ticks, legend, and the curves, cut off at the frame. The
/// background is transparent and all colours have some contrast to white and to black, because an image does not know
/// the theme of the page that it is on. Coordinates have two decimals: equal plots give equal bytes.
std::string svg_text(const Plot& plot);

}  // namespace initlab
