#include "document/curve.hpp"

#include <algorithm>
#include <cmath>

namespace initlab {
namespace {

constexpr int steps = 400;
// Left and right of a kink, as a share of the whole interval: far below what a picture shows, far above rounding.
constexpr double beside = 1e-7;
// A difference across this gap that is larger than any sensible slope makes is a jump.
constexpr double steepest = 1e4;

/// Abscissas, ascending; those at index `cuts` begin behind a kink.
struct Abscissas {
  std::vector<double> x;
  std::vector<std::size_t> behind_kinks;
};

Abscissas abscissas(double from, double to, std::span<const double> kinks) {
  const double gap = beside * (to - from);
  Abscissas out;
  std::size_t kink = 0;
  for (int i = 0; i <= steps; ++i) {
    const double x = from + (to - from) * i / steps;
    for (; kink < kinks.size() && kinks[kink] <= x; ++kink) {
      if (kinks[kink] - gap <= from || kinks[kink] + gap >= to) continue;
      if (!out.x.empty() && out.x.back() >= kinks[kink] - gap) continue;
      out.x.push_back(kinks[kink] - gap);
      out.behind_kinks.push_back(out.x.size());
      out.x.push_back(kinks[kink] + gap);
    }
    if (out.x.empty() || x > out.x.back()) out.x.push_back(x);
  }
  return out;
}

/// Twice the area of the triangle over the length of its base ab: the distance of p from the line.
double distance_from_line(const CurvePoint& p, const CurvePoint& a, const CurvePoint& b) {
  const double dx = b.x - a.x, dy = b.y - a.y, length = std::hypot(dx, dy);
  if (length == 0.0) return std::hypot(p.x - a.x, p.y - a.y);
  return std::abs(dx * (p.y - a.y) - dy * (p.x - a.x)) / length;
}

void keep_between(const CurvePiece& piece, std::size_t first, std::size_t last, double tolerance,
                  std::vector<bool>& is_kept) {
  std::size_t farthest = first;
  double distance = tolerance;
  for (std::size_t i = first + 1; i < last; ++i)
    if (const double here = distance_from_line(piece[i], piece[first], piece[last]); here > distance) {
      distance = here;
      farthest = i;
    }
  if (farthest == first) return;
  is_kept[farthest] = true;
  keep_between(piece, first, farthest, tolerance, is_kept);
  keep_between(piece, farthest, last, tolerance, is_kept);
}

}  // namespace

std::vector<CurvePiece> curve_of(const BatchFunction& f, double from, double to, std::span<const double> kinks) {
  const Abscissas at = abscissas(from, to, kinks);
  std::vector<double> y(at.x.size());
  f(at.x, y);
  std::vector<CurvePiece> pieces(1);
  for (std::size_t i = 0; i < y.size(); ++i) {
    const bool is_behind = std::ranges::find(at.behind_kinks, i) != at.behind_kinks.end();
    if (is_behind && std::abs(y[i] - y[i - 1]) > steepest * (at.x[i] - at.x[i - 1])) pieces.emplace_back();
    pieces.back().push_back({at.x[i], y[i]});
  }
  return pieces;
}

CurvePiece simplified(const CurvePiece& piece, double tolerance) {
  if (piece.size() < 3) return piece;
  std::vector<bool> is_kept(piece.size(), false);
  is_kept.front() = is_kept.back() = true;
  keep_between(piece, 0, piece.size() - 1, tolerance, is_kept);
  CurvePiece kept;
  for (std::size_t i = 0; i < piece.size(); ++i)
    if (is_kept[i]) kept.push_back(piece[i]);
  return kept;
}

}  // namespace initlab
