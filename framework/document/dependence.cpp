#include "document/dependence.hpp"

#include <optional>

#include "core/error.hpp"

namespace initlab {
namespace {

struct Answer {
  Law weights, biases;
  Multipliers multipliers;

  friend bool operator==(const Answer&, const Answer&) = default;
};

std::optional<Answer> answer(const Initializer& initializer, const Layer& layer) try {
  return Answer{initializer.weights(layer), initializer.biases(layer), initializer.multipliers(layer)};
} catch (const PluginError&) {
  return std::nullopt;
}

Layer plain_layer(Theory theory) { return {.index = 5, .depth = 10, .fan_in = 300, .fan_out = 400, .theory = theory}; }

Layer branch_layer(Theory theory) {
  Layer layer = plain_layer(theory);
  layer.role = Layer::Role::branch_first;
  layer.blocks = layer.depth;
  layer.branch_layers = 2;
  layer.branch_position = 1;
  return layer;
}

Layer last_of(Layer layer) {
  layer.role = Layer::Role::branch_last;
  layer.branch_position = layer.branch_layers;
  return layer;
}

Layer with_depth(Layer layer, std::uint32_t depth) {
  layer.depth = depth;
  if (layer.blocks > 0) layer.blocks = depth;
  return layer;
}

}  // namespace

std::string Dependence::text() const {
  std::vector<std::string> names;
  const auto name = [&](bool depends, const char* what) {
    if (depends) names.emplace_back(what);
  };
  name(fan_in, "fan-in");
  name(fan_out, "fan-out");
  name(depth, "depth");
  name(index, "the layer's number");
  name(branch_place, "the place in a branch");
  name(activation, "the activation");
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i)
    out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return out;
}

Dependence dependence_of(const Initializer& initializer, std::span<const Theory> theories) {
  Dependence found;
  const auto note = [&](bool& depends, const Layer& one, const Layer& other) {
    const std::optional<Answer> a = answer(initializer, one), b = answer(initializer, other);
    if (a && b && !(*a == *b)) depends = true;
  };
  for (const Theory theory : theories) {
    const Layer plain = plain_layer(theory), branch = branch_layer(theory), last = last_of(branch);
    for (const Layer& base : {plain, branch, last}) {
      Layer other = base;
      other.fan_in *= 2;
      note(found.fan_in, base, other);
      other = base;
      other.fan_out *= 2;
      note(found.fan_out, base, other);
      other = base;
      ++other.index;
      note(found.index, base, other);
      note(found.depth, base, with_depth(base, 100));
      for (const Theory another : theories) {
        other = base;
        other.theory = another;
        note(found.activation, base, other);
      }
    }
    note(found.branch_place, branch, last);
    note(found.branch_place, plain, branch);
    if (const std::optional<Answer> a = answer(initializer, branch); a && a->multipliers != Multipliers{})
      found.scales_blocks = true;
  }
  return found;
}

}  // namespace initlab
