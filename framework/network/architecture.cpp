#include "network/architecture.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace initlab {
namespace {

using Step = BlockSpec::Step;

struct Pattern {
  std::vector<Step> steps;
  bool residual;
};

Pattern pattern_of(const Architecture& architecture) {
  if (architecture.name == "plain") return {{Step::linear, Step::activation}, false};
  if (architecture.name == "residual-reduced") return {{Step::linear, Step::activation}, true};
  if (architecture.name == "residual-full") return {{Step::linear, Step::activation, Step::linear}, true};
  if (architecture.name == "residual-preact") {
    Pattern pattern{{}, true};
    for (std::size_t i = 0; i < architecture.branch_layers; ++i)
      pattern.steps.insert(pattern.steps.end(), {Step::activation, Step::linear});
    return pattern;
  }
  throw DomainError("there is no architecture '" + architecture.name + "'");
}

Layer::Role role_in_branch(std::size_t position, std::size_t count) {
  if (position == 1) return Layer::Role::branch_first;
  return position == count ? Layer::Role::branch_last : Layer::Role::branch_inner;
}

/// Makes the layers of a network one after the other; each has its own number for its random streams.
class LayerMaker {
 public:
  LayerMaker(const Initializer& initializer, Theory theory, std::size_t depth, std::size_t branch_layers)
      : initializer_(initializer), theory_(theory), depth_(depth), branch_layers_(branch_layers) {}

  /// position counts from 1 in a branch; 0 outside one.
  Layer place(std::size_t block, Layer::Role role, std::size_t position, std::size_t fan_in,
              std::size_t fan_out) const {
    Layer layer;
    layer.role = role;
    layer.index = static_cast<std::uint32_t>(block);
    layer.depth = static_cast<std::uint32_t>(depth_);
    layer.fan_in = static_cast<std::uint32_t>(fan_in);
    layer.fan_out = static_cast<std::uint32_t>(fan_out);
    layer.blocks = static_cast<std::uint32_t>(branch_layers_ > 0 ? depth_ : 0);
    layer.branch_layers = static_cast<std::uint32_t>(branch_layers_);
    layer.branch_position = static_cast<std::uint32_t>(position);
    layer.theory = theory_;
    return layer;
  }
  LayerSpec make(const Layer& layer) {
    return {layer, initializer_.weights(layer), initializer_.biases(layer), ++streams_};
  }
  Multipliers multipliers(const Layer& layer) const { return initializer_.multipliers(layer); }

 private:
  const Initializer& initializer_;
  Theory theory_;
  std::size_t depth_, branch_layers_;
  std::uint32_t streams_ = 0;
};

}  // namespace

std::vector<std::string> architecture_names() {
  return {"plain", "residual-reduced", "residual-full", "residual-preact"};
}

std::size_t matrices_in_block(const Architecture& architecture) {
  const Pattern pattern = pattern_of(architecture);
  return static_cast<std::size_t>(std::ranges::count(pattern.steps, Step::linear));
}

std::vector<BlockSpec> make_blocks(const Architecture& architecture, std::span<const std::size_t> widths,
                                   const Initializer& initializer, Theory theory) {
  const Pattern pattern = pattern_of(architecture);
  const std::size_t count = matrices_in_block(architecture);
  LayerMaker maker(initializer, theory, widths.size() - 1, pattern.residual ? count : 0);
  std::vector<BlockSpec> blocks;
  for (std::size_t l = 1; l < widths.size(); ++l) {
    BlockSpec block;
    block.steps = pattern.steps;
    block.width = widths[l];
    for (std::size_t position = 1; position <= count; ++position) {
      const Layer::Role role = pattern.residual ? role_in_branch(position, count) : Layer::Role::plain;
      block.matrices.push_back(maker.make(
          maker.place(l, role, pattern.residual ? position : 0, position == 1 ? widths[l - 1] : widths[l], widths[l])));
    }
    if (pattern.residual) {
      block.skip = widths[l] == widths[l - 1] ? BlockSpec::Skip::identity : BlockSpec::Skip::projection;
      block.multipliers = maker.multipliers(block.matrices.front().layer);
      if (block.skip == BlockSpec::Skip::projection)
        block.projection = maker.make(maker.place(l, Layer::Role::skip, 0, widths[l - 1], widths[l]));
    }
    blocks.push_back(std::move(block));
  }
  return blocks;
}

}  // namespace initlab
