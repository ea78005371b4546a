#include "conformance/kink_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "conformance/evaluate.hpp"

namespace initlab {
namespace {

constexpr std::size_t cells = 4001;  // odd: no round number is a border

struct Cells {
  std::vector<double> left;
  double width;
};

Cells first_cells(double range) {
  Cells out{evenly_spaced(-range, range, cells + 1), 2 * range / static_cast<double>(cells)};
  out.left.pop_back();
  return out;
}

std::vector<double> shifted(const std::vector<double>& z, double by) {
  std::vector<double> out(z);
  for (double& each : out) each += by;
  return out;
}

std::vector<double> midpoints(const Cells& all, const std::vector<std::size_t>& chosen) {
  std::vector<double> out;
  for (const std::size_t i : chosen) out.push_back(all.left[i] + 0.5 * all.width);
  return out;
}

/// Cells that stand for one and the same place are given once.
std::vector<double> once_each(std::vector<double> places, double nearness) {
  std::vector<double> out;
  for (const double place : places)
    if (out.empty() || place - out.back() > nearness) out.push_back(place);
  return out;
}

/// |k-th difference of f to one side of z|, divided by step^k; the points are z + step, z + 2 step, ...
double one_sided(const std::vector<double>& values, int order, double step) {
  std::array<double, 5> d{};
  std::copy_n(values.begin(), order + 1, d.begin());
  for (int k = 0; k < order; ++k)
    for (int i = 0; i < order - k; ++i) d[i] = (d[i + 1] - d[i]) / step;
  return d[0];
}

/// How far the k-th one-sided differences of the two sides are apart.
double gap_between_sides(const NumberFunction& f, double z, int order, double step) {
  std::vector<double> right, left;
  for (int i = 1; i <= order + 1; ++i) {
    right.push_back(z + i * step);
    left.push_back(z - i * step);
  }
  return std::abs(one_sided(f(right), order, step) - one_sided(f(left), order, -step));
}

}  // namespace

std::vector<double> jumps_of(const NumberFunction& f, double range) {
  constexpr double final_width = 1e-9, smallest_jump = 1e-3;
  Cells all = first_cells(range);
  std::vector<double> at_left = f(all.left), at_right = f(shifted(all.left, all.width));
  const double scale = largest_size(at_left);
  while (all.width > final_width) {
    all.width *= 0.5;
    const std::vector<double> middle = f(shifted(all.left, all.width));
    for (std::size_t i = 0; i < cells; ++i) {
      const bool goes_right = std::abs(at_right[i] - middle[i]) > std::abs(middle[i] - at_left[i]);
      (goes_right ? at_left : at_right)[i] = middle[i];
      if (goes_right) all.left[i] += all.width;
    }
  }
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < cells; ++i)
    if (std::abs(at_right[i] - at_left[i]) > smallest_jump * scale) found.push_back(i);
  return once_each(midpoints(all, found), 10 * final_width);
}

std::vector<double> slope_jumps_of(const NumberFunction& f, double range) {
  constexpr double final_width = 1e-5, smallest_jump = 1e-2;
  Cells all = first_cells(range);
  const std::vector<double> coarse = f(all.left);
  double largest_slope = 0.0;
  for (std::size_t i = 0; i + 1 < cells; ++i)
    largest_slope = std::max(largest_slope, std::abs(coarse[i + 1] - coarse[i]) / all.width);

  // By how much the slopes of both halves differ: for a jump of the slope inside, at least half of it where it lies in
  // the middle half.
  const auto bend = [](double l, double m, double r, double width) {
    return std::abs((r - m) - (m - l)) / (width / 2);
  };
  // Cells overlap by half, so that every place lies in the middle half of one.
  const Cells between{shifted(all.left, all.width / 2), all.width};
  all.left.insert(all.left.end(), between.left.begin(), between.left.end());
  std::vector<double> bends(all.left.size());
  while (true) {
    std::vector<double> at[5];
    for (int k = 0; k < 5; ++k) at[k] = f(shifted(all.left, k * all.width / 4));
    for (std::size_t i = 0; i < all.left.size(); ++i) bends[i] = bend(at[0][i], at[2][i], at[4][i], all.width);
    if (all.width <= final_width) break;
    for (std::size_t i = 0; i < all.left.size(); ++i) {
      int best = 0;
      double largest = -1.0;
      for (int k = 0; k < 3; ++k) {
        const double b = bend(at[k][i], at[k + 1][i], at[k + 2][i], all.width / 2);
        if (b > largest) largest = b, best = k;
      }
      all.left[i] += best * all.width / 4;
    }
    all.width /= 2;
  }
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < all.left.size(); ++i)
    if (bends[i] > smallest_jump * largest_slope) found.push_back(i);
  std::vector<double> places = midpoints(all, found);
  std::sort(places.begin(), places.end());
  return once_each(places, 10 * final_width);
}

bool is_smooth_at(const NumberFunction& f, double z) {
  constexpr double step = 0.05, negligible = 1e-6;
  const double scale = largest_size(f(evenly_spaced(z - 1.0, z + 1.0, 41)));
  for (int order = 0; order <= 4; ++order) {
    const double coarse = gap_between_sides(f, z, order, step), fine = gap_between_sides(f, z, order, step / 2);
    // Smooth: the gap is (order + 2) step times the next derivative, and halves with the step. A jump stays.
    if (fine > negligible * scale && fine > 0.75 * coarse) return false;
  }
  return true;
}

}  // namespace initlab
