#include "results/trouble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "results/known_quantities.hpp"
#include "results/layer_selection.hpp"
#include "results/summary_fields.hpp"

namespace initlab {
namespace {

/// Trials of a summary that are in some trouble.
using CountTrials = std::uint64_t (*)(const Summary&, const Quantity&);

std::uint64_t overflowed(const Summary& summary, const Quantity&) { return summary.nonfinite; }

// A positive quantity has a logarithm in every trial but those where it is zero.
std::uint64_t vanished(const Summary& summary, const Quantity& quantity) {
  if (quantity.positive) return summary.count - std::min(summary.count, summary.log_count);
  return summary.min == 0 && summary.max == 0 ? summary.count : 0;
}

std::string layer_range(const std::vector<std::size_t>& hit, const std::vector<std::size_t>& all,
                        const std::vector<std::uint32_t>& layers) {
  const std::uint32_t first = layers[hit.front()];
  const std::uint32_t last = layers[hit.back()];
  if (hit.size() == all.size()) return "in every layer";
  if (hit.size() == 1) return fmt::format("in layer {}", first);
  if (hit.back() == all.back()) return fmt::format("from layer {} on", first);
  if (hit.front() == all.front()) return fmt::format("up to layer {}", last);
  return fmt::format("in layers {} to {}", first, last);
}

void look_for(std::vector<Trouble>& found, const RunResult& result, std::size_t point, std::string_view quantity,
              const std::string& word, const std::string& what, CountTrials count) {
  const auto q = find_quantity(result, quantity);
  if (!q) return;

  std::vector<std::size_t> all;
  std::vector<std::size_t> hit;
  std::uint64_t most = 0;
  std::uint64_t trials = 0;
  for (const std::size_t layer : measured_layers(result, point)) {
    const Summary& summary = result.at(point, layer, *q);
    if (trials_of(summary) == 0) continue;
    all.push_back(layer);
    const std::uint64_t affected = count(summary, result.quantities[*q]);
    if (affected > 0) hit.push_back(layer);
    if (affected > most) trials = trials_of(summary);
    most = std::max(most, affected);
  }
  if (hit.empty()) return;
  found.push_back(
      {word, fmt::format("{} {}, in {} of {} trials.", what, layer_range(hit, all, result.layers), most, trials)});
}

}  // namespace

std::vector<Trouble> find_trouble(const RunResult& result, std::size_t point) {
  std::vector<Trouble> found;
  look_for(found, result, point, known::activation_second_moment, "overflow", "Activations overflow", overflowed);
  look_for(found, result, point, known::activation_second_moment, "zero", "All activations are zero", vanished);
  look_for(found, result, point, known::gradient_preactivation, "gradient overflow", "Gradients overflow", overflowed);
  look_for(found, result, point, known::gradient_preactivation, "zero gradient", "All gradients are zero", vanished);
  return found;
}

}  // namespace initlab
