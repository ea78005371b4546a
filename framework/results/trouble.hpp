#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "results/run_result.hpp"

namespace initlab {

/// Something about a point that its reader must know before any number in its table.
struct Trouble {
  std::string word;      ///< for a cell: "overflow", "zero"
  std::string sentence;  ///< "Activations overflow from layer 9 on, in 1000 of 1000 trials."
};

/// Overflow (a second moment or squared gradient that is infinite or NaN) and signals that are exactly zero, of
/// activations and of gradients; empty when there is none. Trials differ, so the count is that of the layer hit most.
std::vector<Trouble> find_trouble(const RunResult& result, std::size_t point);

}  // namespace initlab
