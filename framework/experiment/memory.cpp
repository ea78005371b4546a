#include "experiment/memory.hpp"

#include <algorithm>

namespace initlab {
namespace {

/// What a revealed matrix may have to remember beside signals: directions and answers of questions that are not the
/// inputs themselves (nearly parallel inputs; Haar matrices asked from both sides).
double remembered(const LayerSpec& spec, const WorkerSize& size) {
  if (!size.revealed || (size.inputs == 1 && spec.weights.family != Law::Family::orthogonal)) return 0.0;
  const double both_sides = static_cast<double>(spec.layer.fan_in) + static_cast<double>(spec.layer.fan_out);
  return (size.backward ? 2.0 : 1.0) * both_sides;
}

/// The matrix's answer, before and after the bias.
double answers(const LayerSpec& spec, const WorkerSize& size) {
  const bool with_bias = size.revealed && spec.weights.family == Law::Family::gaussian;
  const bool apart = size.backward && spec.biases.scale != 0.0 && !with_bias;
  return (apart ? 2.0 : 1.0) * static_cast<double>(spec.layer.fan_out);
}

/// Numbers an input that a block's signals take (BlockNetwork::Signals).
double signals(const BlockSpec& block, const WorkerSize& size) {
  double numbers = 0.0;
  std::size_t matrices = 0;
  double width = static_cast<double>(block.matrices.front().layer.fan_in);
  if (block.multipliers.branch_input != 1.0) numbers += width;
  for (const BlockSpec::Step step : block.steps) {
    if (step == BlockSpec::Step::linear) {
      const LayerSpec& spec = block.matrices[matrices++];
      width = static_cast<double>(spec.layer.fan_out);
      numbers += answers(spec, size) + remembered(spec, size);
    } else {
      numbers += width;
    }
  }
  if (block.projection) numbers += answers(*block.projection, size) + remembered(*block.projection, size);
  if (block.skip != BlockSpec::Skip::none) numbers += static_cast<double>(block.width);
  return numbers;
}

std::size_t width_before(const WorkerSize& size, std::size_t block) {
  return block == 0 ? size.input_width : size.blocks[block - 1].width;
}

}  // namespace

double worker_bytes(const WorkerSize& size, std::size_t blocks_kept) {
  const std::size_t depth = size.blocks.size();
  const std::size_t slots = std::clamp<std::size_t>(blocks_kept, std::min<std::size_t>(depth, 2), depth);
  std::vector<double> largest_in_slot(slots, 0.0);
  double kept_inputs = 0.0, widest = static_cast<double>(size.input_width), filled = 0.0;
  for (std::size_t block = 0; block < depth; ++block) {
    double& slot = largest_in_slot[block % slots];
    slot = std::max(slot, signals(size.blocks[block], size));
    if (size.backward && block % slots == 0) kept_inputs += static_cast<double>(width_before(size, block));
    widest = std::max(widest, static_cast<double>(size.blocks[block].width));
    for (const LayerSpec& spec : size.blocks[block].matrices)
      if (spec.weights.family == Law::Family::filled)
        filled =
            std::max(filled, 8.0 * static_cast<double>(spec.layer.fan_in) * static_cast<double>(spec.layer.fan_out));
  }
  double numbers = kept_inputs + (size.backward ? 7.0 : 1.0) * widest;
  for (const double slot : largest_in_slot) numbers += slot;
  const double in_double = 8.0 * (static_cast<double>(size.input_width * size.inputs) + widest);
  return numbers * static_cast<double>(size.inputs * size.bytes_each) + in_double + filled;
}

std::size_t blocks_to_keep(const WorkerSize& size, double bytes) {
  const std::size_t depth = size.blocks.size();
  if (!size.backward) return 2;
  std::size_t best = depth;
  double least = worker_bytes(size, depth);
  for (std::size_t segments = 2; least > bytes && segments < depth; ++segments) {
    const std::size_t kept = (depth + segments - 1) / segments;
    const double needed = worker_bytes(size, kept);
    if (needed < least) best = kept, least = needed;
    if (kept <= 2) break;
  }
  return best;
}

}  // namespace initlab
