#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "results/run_result.hpp"

namespace initlab {

/// Positions of the layers that this point has: those where anything was measured.
std::vector<std::size_t> measured_layers(const RunResult& result, std::size_t point);

/// Of ascending layers, those that a person wants to read: all up to twelve, else the first (the input, as a rule), 1,
/// 2, 3, 5, 10, 20, 50, 100, ... and the last. Takes and gives positions in `layers`.
std::vector<std::size_t> readable_layers(const std::vector<std::size_t>& positions,
                                         const std::vector<std::uint32_t>& layers);

}  // namespace initlab
