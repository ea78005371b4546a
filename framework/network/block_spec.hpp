#pragma once
#include <cstddef>
#include <optional>
#include <vector>

#include "network/layer_spec.hpp"

namespace initlab {

/// One block of a network, of which a layer of a plain network is the simplest:
///
///     x_l = skip * S x_{l-1} + branch * B(branch_input * x_{l-1})
///
/// B is a chain of steps, each a weight matrix with its bias or the activation. S is nothing, the identity, or a random
/// projection where the width changes. The three multipliers are the initializer's; where S is nothing they are 1.
struct BlockSpec {
  enum class Step { linear, activation };
  enum class Skip { none, identity, projection };

  std::vector<Step> steps;          ///< of B, in the order in which a signal passes them
  std::vector<LayerSpec> matrices;  ///< one for each linear step
  Skip skip = Skip::none;
  std::optional<LayerSpec> projection;
  Multipliers multipliers;
  std::size_t width = 0;  ///< of x_l
};

}  // namespace initlab
