#include "document/svg_plot.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "document/made_by.hpp"

namespace initlab {
namespace {

using testing::HasSubstr;
using testing::Not;

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t place = 0; (place = text.find(part, place)) != std::string::npos; place += part.size()) ++found;
  return found;
}

Plot plot_of(std::vector<CurvePiece> pieces) {
  return {"a plot", {-1.0, 1.0, 5}, {0.0, 1.0, 3}, {{"f", PlotCurve::Look::first, std::move(pieces)}}};
}

TEST(SvgPlot, draws_every_piece_on_its_own) {
  const std::string text = svg_text(plot_of({{{-1.0, 0.0}, {0.0, 0.0}}, {{0.0, 1.0}, {1.0, 1.0}}}));
  EXPECT_EQ(count(text, "<polyline"), 2u);
  // Lower left, lower middle; upper middle, upper right of the frame.
  EXPECT_THAT(text, HasSubstr("points=\"44,272 255,272\""));
  EXPECT_THAT(text, HasSubstr("points=\"255,34 466,34\""));
}

TEST(SvgPlot, labels_every_tick_of_both_axes) {
  const Plot plot = plot_of({});
  const std::string text = svg_text(plot);
  EXPECT_EQ(count(text, "text-anchor=\"middle\""), plot.x.ticks().size());
  EXPECT_EQ(count(text, "text-anchor=\"end\""), plot.y.ticks().size());
  EXPECT_THAT(text, HasSubstr(">\u22120.5</text>"));
  EXPECT_THAT(text, HasSubstr(">f</text>"));
}

TEST(SvgPlot, escapes_what_is_a_mark_in_xml) {
  Plot plot = plot_of({});
  plot.description = "phi <&> \"x\"";
  plot.curves.front().label = "<script>";
  const std::string text = svg_text(plot);
  EXPECT_THAT(text, HasSubstr("<title>phi &lt;&amp;&gt; &quot;x&quot;</title>"));
  EXPECT_THAT(text, HasSubstr(">&lt;script&gt;</text>"));
  EXPECT_THAT(text, Not(HasSubstr("<script>")));
}

TEST(SvgPlot, leaves_out_nan_and_keeps_coordinates_small) {
  const double infinity = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  const std::string text = svg_text(plot_of({{{-1.0, -infinity}, {-0.5, 1e300}, {0.0, nan}, {1.0, infinity}}}));
  EXPECT_THAT(text, Not(HasSubstr("nan")));
  EXPECT_THAT(text, Not(HasSubstr("inf")));
  EXPECT_THAT(text, HasSubstr("points=\"44,1000 149.5,-1000 466,-1000\""));
}

TEST(SvgPlot, last_bits_of_the_numbers_do_not_show) {
  CurvePiece piece, other;
  for (int i = 0; i <= 100; ++i) {
    const double x = -1.0 + 0.02 * i;
    piece.push_back({x, x * x});
    other.push_back({x, std::nextafter(x * x, 2.0)});
  }
  EXPECT_EQ(svg_text(plot_of({piece})), svg_text(plot_of({other})));
}

TEST(SvgPlot, says_at_its_beginning_that_it_was_made) { EXPECT_LT(svg_text(plot_of({})).find(made_by), 300u); }

}  // namespace
}  // namespace initlab
