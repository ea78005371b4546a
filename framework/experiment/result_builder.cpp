#include "experiment/result_builder.hpp"

#include <cmath>
#include <utility>

namespace initlab {
namespace {

/// A quantity of either sign has no logarithm: that of its positive samples alone would mislead.
Summary summary_of(const Accumulator& accumulator, const Quantity& quantity) {
  Summary summary = accumulator.summary();
  if (!quantity.positive) summary.log_count = 0, summary.log_mean = summary.log_std = std::nan("");
  return summary;
}

}  // namespace

ResultBuilder::ResultBuilder(const Plan& plan) : plan_(plan) {
  result_.manifest = plan.manifest;
  result_.axes = plan.axes;
  result_.quantities = plan.quantities;
  for (std::uint32_t layer = 0; layer <= plan.max_depth; ++layer) result_.layers.push_back(layer);
  result_.summaries.assign(plan.points.size() * result_.layers.size() * result_.quantities.size(), Summary{});
}

void ResultBuilder::take(std::size_t block, Measurement measurement) {
  const std::size_t point = plan_.blocks[block].point;
  if (point_ == point) return merged_.merge(std::move(measurement));
  write_summaries();
  point_ = point;
  merged_ = std::move(measurement);
}

RunResult ResultBuilder::finish() {
  write_summaries();
  point_.reset();
  return std::move(result_);
}

void ResultBuilder::write_summaries() {
  if (!point_) return;
  const std::size_t quantities = result_.quantities.size();
  for (std::size_t layer = 0; layer < merged_.layers(); ++layer)
    for (std::size_t q = 0; q < quantities; ++q)
      result_.summaries[(*point_ * result_.layers.size() + layer) * quantities + q] =
          summary_of(merged_.at(layer, q), result_.quantities[q]);
}

}  // namespace initlab
