#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/initializer.hpp"

namespace initlab {

/// What an initializer's answers change with, found by changing one thing at a time in layers of usual sizes. Where it
/// refuses one of the two layers, nothing follows.
struct Dependence {
  bool fan_in = false, fan_out = false, index = false, depth = false, branch_place = false, activation = false;
  bool scales_blocks = false;  ///< sets multipliers of residual blocks

  /// "fan-in, depth and the activation"; empty if it depends on none.
  std::string text() const;
};

/// `theories` are those of different activations; other things are compared with each of them.
Dependence dependence_of(const Initializer& initializer, std::span<const Theory> theories);

}  // namespace initlab
