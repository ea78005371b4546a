#include "theory/activation_difference.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace initlab {
namespace {

// Gauss-Legendre on [-1/2, 1/2], exact to degree 5: 0 and +-sqrt(3/5)/2.
constexpr std::size_t points = 3;
constexpr double node = 0.38729833462074169;
constexpr double outer_weight = 5.0 / 18.0;
constexpr double middle_weight = 8.0 / 18.0;

}  // namespace

bool has_jump(const Activation& phi, std::span<const double> kinks) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double kink : kinks) {
    // A few thousand spacings away from the kink, so that rounding at it is no jump.
    const double step = 1e-12 * std::max(std::abs(kink), 1.0);
    std::array<double, 2> value = {kink - step, kink + step};
    std::array<double, 2> slope = value;
    phi.value(std::span<const double>(value), value);
    phi.derivative(std::span<const double>(slope), slope);
    const double continuous = 2.0 * step * std::max(std::abs(slope[0]), std::abs(slope[1]));
    const double size = std::abs(value[0]) + std::abs(value[1]);
    if (std::abs(value[1] - value[0]) > 2.0 * continuous + 1e-10 * size && size < infinity) return true;
  }
  return false;
}

ActivationDifference::ActivationDifference(const Activation& phi, std::span<const double> kinks, CloseInputs close)
    : phi_(phi),
      kinks_(kinks.begin(), kinks.end()),
      is_integrated_(close == CloseInputs::yes && !has_jump(phi, kinks)) {
  std::sort(kinks_.begin(), kinks_.end());
}

void ActivationDifference::operator()(std::span<const double> middle, std::span<const double> distance,
                                      std::span<double> out) {
  if (is_integrated_)
    integrate(middle, distance, out);
  else
    subtract(middle, distance, out);
}

void ActivationDifference::subtract(std::span<const double> middle, std::span<const double> distance,
                                    std::span<double> out) {
  x_.resize(middle.size());
  y_.resize(middle.size());
  for (std::size_t i = 0; i < middle.size(); ++i) {
    x_[i] = middle[i] + 0.5 * distance[i];
    y_[i] = middle[i] - 0.5 * distance[i];
  }
  phi_.value(std::span<const double>(x_), x_);
  phi_.value(std::span<const double>(y_), y_);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = x_[i] - y_[i];
}

void ActivationDifference::integrate(std::span<const double> middle, std::span<const double> distance,
                                     std::span<double> out) {
  const std::size_t n = middle.size();
  x_.resize(points * n);
  for (std::size_t i = 0; i < n; ++i) {
    x_[i] = middle[i] - node * distance[i];
    x_[n + i] = middle[i];
    x_[2 * n + i] = middle[i] + node * distance[i];
  }
  phi_.derivative(std::span<const double>(x_), x_);
  for (std::size_t i = 0; i < n; ++i)
    out[i] = distance[i] * (outer_weight * (x_[i] + x_[2 * n + i]) + middle_weight * x_[n + i]);
  for (const double kink : kinks_)
    for (std::size_t i = 0; i < n; ++i)
      if (std::abs(kink - middle[i]) < 0.5 * std::abs(distance[i]))
        out[i] = integrate_across_kinks(middle[i], distance[i]);
}

double ActivationDifference::integrate_across_kinks(double middle, double distance) {
  const double begin = middle - 0.5 * std::abs(distance);
  const double end = middle + 0.5 * std::abs(distance);
  std::vector<double> ends = {begin};
  for (const double kink : kinks_)
    if (begin < kink && kink < end) ends.push_back(kink);
  ends.push_back(end);
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    const double width = ends[i + 1] - ends[i];
    const double centre = 0.5 * (ends[i] + ends[i + 1]);
    std::array<double, points> slope = {centre - node * width, centre, centre + node * width};
    phi_.derivative(std::span<const double>(slope), slope);
    sum += width * (outer_weight * (slope[0] + slope[2]) + middle_weight * slope[1]);
  }
  return distance < 0.0 ? -sum : sum;
}

}  // namespace initlab
