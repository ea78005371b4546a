#include "experiment/engine_choice.hpp"

#include "core/error.hpp"
#include "linear/revealed_engine.hpp"

namespace initlab {
namespace {

constexpr double clearly_slower = 1.5;

/// "layer 3: uniform weights are not rotationally invariant" of the first matrix that has to be drawn; or empty.
std::string reason_to_draw(std::span<const BlockSpec> blocks) {
  for (const BlockSpec& block : blocks) {
    const auto reason_of = [](const LayerSpec& spec) {
      const std::string reason = reason_not_to_reveal(spec.weights);
      return reason.empty() ? reason : "layer " + std::to_string(spec.layer.index) + ": " + reason;
    };
    for (const LayerSpec& spec : block.matrices)
      if (std::string reason = reason_of(spec); !reason.empty()) return reason;
    if (block.projection)
      if (std::string reason = reason_of(*block.projection); !reason.empty()) return reason;
  }
  return "";
}

}  // namespace

EngineChoice choose_engine(const std::string& asked, std::span<const BlockSpec> blocks, const EngineCosts& costs,
                           const ConfigPlace& place) {
  if (asked == "dense") return {"dense", "the experiment asks for it"};
  const std::string reason = reason_to_draw(blocks);
  if (asked == "auto" && reason.empty() && costs.revealed_ns > clearly_slower * costs.dense_ns)
    return {"dense", "faster than revealing with so many inputs for so few units"};
  if (reason.empty())
    return {"revealed", asked == "auto" ? "exact for the laws of all matrices" : "the experiment asks for it"};
  if (asked == "auto") return {"dense", reason};
  throw UsageError(place.text() + ": engine = \"revealed\" would not be exact with this initializer (" + reason +
                   "). Set engine to \"auto\" or \"dense\".");
}

}  // namespace initlab
