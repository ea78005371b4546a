#include "network/layer_spec.hpp"

namespace initlab {

std::vector<LayerSpec> plain_layers(std::span<const std::size_t> widths, const Initializer& initializer, Theory theory) {
  std::vector<LayerSpec> specs;
  for (std::size_t l = 1; l < widths.size(); ++l) {
    Layer layer;
    layer.role = Layer::Role::plain;
    layer.index = static_cast<std::uint32_t>(l);
    layer.depth = static_cast<std::uint32_t>(widths.size() - 1);
    layer.fan_in = static_cast<std::uint32_t>(widths[l - 1]);
    layer.fan_out = static_cast<std::uint32_t>(widths[l]);
    layer.theory = theory;
    specs.push_back({layer, initializer.weights(layer), initializer.biases(layer)});
  }
  return specs;
}

}  // namespace initlab
