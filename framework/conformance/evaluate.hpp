#pragma once
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/activation.hpp"

namespace initlab {

template <class Real>
std::vector<Real> values_of(const Activation& phi, const std::vector<Real>& z) {
  std::vector<Real> out(z.size());
  phi.value(std::span<const Real>(z), std::span<Real>(out));
  return out;
}

template <class Real>
std::vector<Real> derivatives_of(const Activation& phi, const std::vector<Real>& z) {
  std::vector<Real> out(z.size());
  phi.derivative(std::span<const Real>(z), std::span<Real>(out));
  return out;
}

/// From `first` on, `count` numbers with a constant step.
inline std::vector<double> evenly_spaced(double first, double last, std::size_t count) {
  std::vector<double> out(count);
  for (std::size_t i = 0; i < count; ++i)
    out[i] = first + (last - first) * static_cast<double>(i) / static_cast<double>(count - 1);
  return out;
}

inline double largest_size(const std::vector<double>& numbers) {
  double largest = 0.0;
  for (const double number : numbers)
    if (std::isfinite(number)) largest = std::max(largest, std::abs(number));
  return largest;
}

inline double distance_to_nearest(const std::vector<double>& kinks, double z) {
  double nearest = HUGE_VAL;
  for (const double kink : kinks) nearest = std::min(nearest, std::abs(z - kink));
  return nearest;
}

}  // namespace initlab
