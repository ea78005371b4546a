#include "results/layer_selection.hpp"

#include "results/summary_fields.hpp"

namespace initlab {
namespace {

constexpr std::size_t readable_at_once = 12;

// 1, 2, 5 times a power of ten, and 3, because the first layers differ most.
bool is_round(std::uint32_t layer) {
  if (layer == 3) return true;
  while (layer >= 10 && layer % 10 == 0) layer /= 10;
  return layer == 1 || layer == 2 || layer == 5;
}

}  // namespace

std::vector<std::size_t> measured_layers(const RunResult& result, std::size_t point) {
  std::vector<std::size_t> positions;
  for (std::size_t layer = 0; layer < result.layers.size(); ++layer)
    for (std::size_t q = 0; q < result.quantities.size(); ++q)
      if (trials_of(result.at(point, layer, q)) > 0) {
        positions.push_back(layer);
        break;
      }
  return positions;
}

std::vector<std::size_t> readable_layers(const std::vector<std::size_t>& positions,
                                         const std::vector<std::uint32_t>& layers) {
  if (positions.size() <= readable_at_once) return positions;
  std::vector<std::size_t> chosen;
  for (const std::size_t position : positions)
    if (position == positions.front() || position == positions.back() || is_round(layers[position]))
      chosen.push_back(position);
  return chosen;
}

}  // namespace initlab
