#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "results/manifest.hpp"
#include "statistics/quantity.hpp"
#include "statistics/summary.hpp"

namespace initlab {

/// One swept setting and its values.
struct Axis {
  std::string key;                  ///< the setting, e.g. "network.depth"
  std::vector<double> numbers;      ///< the values; empty when they are not numbers
  std::vector<std::string> labels;  ///< always, one a value: "10", "he_normal", "normal(std=0.01)"

  bool operator==(const Axis&) const = default;
};

/// A finished run, as values. Points are the grid of all axes in row-major order, the last axis fastest; a run without
/// axes has one point.
struct RunResult {
  Manifest manifest;
  std::vector<Axis> axes;
  std::vector<std::uint32_t> layers;  ///< the layer coordinate, ascending; 0 is the input
  std::vector<Quantity> quantities;
  /// [point][layer][quantity]. A point with fewer layers has empty summaries (Summary{}) beyond its last.
  std::vector<Summary> summaries;
  std::string missing;  ///< "12 of 160 blocks of trials", when it was merged before all were there; else empty

  std::size_t points() const;
  /// All three are positions, not coordinates.
  const Summary& at(std::size_t point, std::size_t layer, std::size_t quantity) const;
  /// Position on each axis.
  std::vector<std::size_t> coordinates(std::size_t point) const;
};

/// Throws DomainError, saying what does not fit, unless sizes agree, names are unique and layers ascend. Whatever
/// stores or prints a result calls it first.
void check_consistency(const RunResult& result);

/// Equal in everything, floating-point numbers bit for bit (so a NaN equals itself).
bool identical(const RunResult& a, const RunResult& b);

}  // namespace initlab
