#pragma once
#include <span>

namespace initlab {

struct SquaredDistances {
  double scaled;  ///< |factor a - b|^2
  double plain;   ///< |a - b|^2
};

/// From the differences, so that what is small keeps its digits; sums in double in a fixed order
/// (linear/lane_sums.hpp). With factor = |b| / |a| the first is 2 |b|^2 (1 - cos(a, b)): an error d of the factor adds
/// only d^2 / 2 + d (1 - cos) to 1 - cos, because it moves factor a along b, across what is measured.
SquaredDistances squared_distances(std::span<const float> a, std::span<const float> b, double factor);
SquaredDistances squared_distances(std::span<const double> a, std::span<const double> b, double factor);

}  // namespace initlab
