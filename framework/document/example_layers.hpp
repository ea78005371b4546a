#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/initializer.hpp"
#include "network/architecture.hpp"
#include "network/layer_spec.hpp"

namespace initlab {

/// A matrix of a network of a usual size, and what an initializer says of it.
struct ExampleLayer {
  std::string network;  ///< "plain"
  std::size_t depth;
  std::string matrix;  ///< "layer 10", "block 10, first"
  std::optional<LayerSpec> spec;
  Multipliers multipliers;  ///< of its block
  std::string refusal;      ///< why it has no spec
};

/// The last layer of plain networks of 10 and 100 layers of 1000 units, of such that widen and narrow there by four;
/// both matrices of the last block of residual-preact networks of 10 and 100 blocks. An initializer may refuse any of
/// them.
std::vector<ExampleLayer> example_layers(const Initializer& initializer, Theory theory);

/// The law in a few words with its numbers, six significant digits: "normal", "uniform in ±0.0547723".
std::string law_text(const Law& law);

}  // namespace initlab
