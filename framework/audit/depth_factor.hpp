#pragma once
#include <optional>
#include <string>
#include <vector>

#include "audit/places.hpp"

namespace initlab {

/// A matrix as its scale in depth is looked at.
struct ScaledMatrix {
  Place place;
  double std = 0.0;
  double fan_in = 1.0, fan_out = 1.0;
};

/// By which factor the last matrices of residual branches are smaller than the others in branches.
struct DepthFactor {
  std::size_t last_matrices = 0, zero_matrices = 0;
  std::uint32_t blocks = 0, branch_layers = 0;
  double base_std = 0.0;      ///< of the others; geometric mean
  bool base_is_flat = false;  ///< the others have one standard deviation, whatever their fans
  double factor = 1.0;        ///< geometric mean over those that are not zero
  double spread = 0.0;        ///< standard deviation of its logarithm over the last matrices
  std::string agrees_with;    ///< "1/sqrt(2L)", "1/sqrt(L)", "L^(-1/(2m-2))", "none", "zero"; empty if nothing
  /// Of each matrix given; none for those that end no branch.
  std::vector<std::optional<double>> factors;
};

/// Nothing in networks without two branches of two matrices or more. Scales are compared as they are, times
/// sqrt(fan_in), or times the root of the mean fan: whichever makes the matrices of each of the two kinds most alike;
/// of equally good ones the first that gives a rule's factor. A factor agrees where it is within 3 per cent of a
/// rule's.
std::optional<DepthFactor> depth_factor(const std::vector<ScaledMatrix>& matrices);

}  // namespace initlab
