#include "document/svg_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "document/made_by.hpp"

namespace initlab {
namespace {

constexpr double width = 480.0, height = 300.0;
constexpr double left = 44.0, right = width - 14.0, top = 34.0, bottom = height - 28.0;
// Beyond the frame everything is cut off; a point at 1e300 is taken there.
constexpr double far_outside = 1000.0;
constexpr double invisible = 0.05;  // pixels

constexpr const char* style = R"(<style>
text { font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #7a828e; }
.legend { font-size: 14px; }
.grid { stroke: #8b949e; stroke-opacity: 0.22; stroke-width: 1; }
.zero { stroke: #8b949e; stroke-opacity: 0.8; stroke-width: 1; }
.first, .second { fill: none; stroke-linejoin: round; stroke-linecap: round; }
.first { stroke: #2f81f7; stroke-width: 2.4; }
.second { stroke: #e0701a; stroke-width: 2; stroke-dasharray: 6 5; }
</style>
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return out;
}

/// Two decimals, without zeros at the end: "12", "12.5", "12.25".
std::string coordinate(double value) {
  std::string text = fmt::format("{:.2f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

/// From the plot's numbers to pixels.
class Frame {
 public:
  explicit Frame(const Plot& plot) : x_(plot.x), y_(plot.y) {}

  double x(double value) const { return place(value, x_, left, right); }
  double y(double value) const { return place(value, y_, bottom, top); }

 private:
  static double place(double value, const PlotAxis& axis, double at_low, double at_high) {
    const double pixel = at_low + (value - axis.low()) / (axis.high() - axis.low()) * (at_high - at_low);
    return std::round(std::clamp(pixel, -far_outside, far_outside) * 100.0) / 100.0;
  }

  const PlotAxis &x_, &y_;
};

std::string line(const char* look, double x1, double y1, double x2, double y2) {
  return fmt::format(R"(<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>)"
                     "\n",
                     look, coordinate(x1), coordinate(y1), coordinate(x2), coordinate(y2));
}

std::string label(double x, double y, const char* anchor, std::string_view text) {
  return fmt::format(R"(<text x="{}" y="{}" text-anchor="{}">{}</text>)"
                     "\n",
                     coordinate(x), coordinate(y), anchor, escaped(text));
}

/// With a minus sign, which is as wide as a plus, instead of a hyphen.
std::string typographic(const std::string& number) {
  return number.starts_with('-') ? "\u2212" + number.substr(1) : number;
}

std::string axes(const Plot& plot, const Frame& frame) {
  constexpr double below = 18.0, beside = 8.0, to_middle_of_digit = 4.0;
  std::string text;
  for (const double tick : plot.x.ticks()) {
    const double x = frame.x(tick);
    text += line(tick == 0.0 ? "zero" : "grid", x, top, x, bottom);
    text += label(x, bottom + below, "middle", typographic(plot.x.label(tick)));
  }
  for (const double tick : plot.y.ticks()) {
    const double y = frame.y(tick);
    text += line(tick == 0.0 ? "zero" : "grid", left, y, right, y);
    text += label(left - beside, y + to_middle_of_digit, "end", typographic(plot.y.label(tick)));
  }
  return text;
}

const char* look_of(const PlotCurve& curve) { return curve.look == PlotCurve::Look::first ? "first" : "second"; }

std::string stroke(const PlotCurve& curve, const CurvePiece& piece, const Frame& frame) {
  CurvePiece pixels;
  for (const CurvePoint& point : piece)
    // Bits of a plugin's last place must not decide which points are kept: pixels are rounded before.
    if (!std::isnan(point.y)) pixels.push_back({frame.x(point.x), frame.y(point.y)});
  std::string points;
  for (const CurvePoint& point : simplified(pixels, invisible))
    points += (points.empty() ? "" : " ") + coordinate(point.x) + "," + coordinate(point.y);
  return fmt::format(R"(<polyline class="{}" points="{}"/>)"
                     "\n",
                     look_of(curve), points);
}

std::string legend(const Plot& plot) {
  constexpr double y = 16.0, sample = 26.0, gap = 8.0, distance = 100.0, to_middle_of_letter = 5.0;
  std::string text;
  double x = left;
  for (const PlotCurve& curve : plot.curves) {
    text += line(look_of(curve), x, y, x + sample, y);
    text += fmt::format(R"(<text class="legend" x="{}" y="{}">{}</text>)"
                        "\n",
                        coordinate(x + sample + gap), coordinate(y + to_middle_of_letter), escaped(curve.label));
    x += distance;
  }
  return text;
}

}  // namespace

std::string svg_text(const Plot& plot) {
  const Frame frame(plot);
  std::string text = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img">)"
      "\n<!-- {2} -->\n<title>{3}</title>\n",
      width, height, made_by, escaped(plot.description));
  text += style;
  text += fmt::format(R"(<clipPath id="frame"><rect x="{}" y="{}" width="{}" height="{}"/></clipPath>)"
                      "\n",
                      left, top, right - left, bottom - top);
  text += axes(plot, frame) + legend(plot) + "<g clip-path=\"url(#frame)\">\n";
  for (const PlotCurve& curve : plot.curves)
    for (const CurvePiece& piece : curve.pieces) text += stroke(curve, piece, frame);
  return text + "</g>\n</svg>\n";
}

}  // namespace initlab
