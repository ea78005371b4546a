#include "experiment/stated_blocks.hpp"

#include <algorithm>
#include <map>

namespace initlab {
namespace {

std::optional<LayerVariances> variances_of(const LayerSpec& matrix, StatedBlocks& stated, std::string& reason) {
  const std::optional<StatedLaw> law = stated_law(matrix, reason);
  if (!law) return std::nullopt;
  stated.kind = std::max(stated.kind, law->kind);
  stated.has_symmetric_laws &= matrix.weights.family != Law::Family::filled;
  return LayerVariances{law->weight, law->bias};
}

std::optional<ResidualBlock> block_of(const BlockSpec& spec, StatedBlocks& stated, std::string& reason) {
  ResidualBlock block;
  block.skip = spec.multipliers.skip;
  block.branch = spec.multipliers.branch;
  block.branch_input = spec.multipliers.branch_input;
  std::size_t matrices = 0;
  for (const BlockSpec::Step step : spec.steps) {
    if (step == BlockSpec::Step::activation) {
      block.steps.push_back({BranchStep::Kind::activation});
      continue;
    }
    const auto variances = variances_of(spec.matrices[matrices++], stated, reason);
    if (!variances) return std::nullopt;
    block.steps.push_back({BranchStep::Kind::linear, *variances});
  }
  if (spec.skip == BlockSpec::Skip::projection) {
    block.projection = variances_of(*spec.projection, stated, reason);
    if (!block.projection) return std::nullopt;
    const Layer& layer = spec.projection->layer;
    block.width_ratio = static_cast<double>(layer.fan_out) / static_cast<double>(layer.fan_in);
  }
  return block;
}

}  // namespace

std::optional<StatedBlocks> stated_blocks(const Point& point, std::string& reason) {
  StatedBlocks stated;
  for (const BlockSpec& spec : point.blocks_of_theory()) {
    std::optional<ResidualBlock> block = block_of(spec, stated, reason);
    if (!block) return std::nullopt;
    stated.blocks.push_back(std::move(*block));
  }
  return stated;
}

std::vector<UnitShare> stated_units(const Point& point) {
  using Distribution = InputSettings::Distribution;
  const InputSettings& settings = point.settings.input;
  if (settings.distribution == Distribution::constant) return {{settings.value, 1.0}};
  if (settings.distribution != Distribution::file) return {};
  Batch<double> row(point.input->units(), 1);
  point.input->draw({}, row.view());
  std::map<double, double> counts;
  for (const double value : std::span<const double>(row.view().all())) counts[value] += 1.0;
  std::vector<UnitShare> shares;
  for (const auto& [value, count] : counts)
    shares.push_back({value, count / static_cast<double>(point.input->units())});
  return shares;
}

}  // namespace initlab
