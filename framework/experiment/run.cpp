#include "experiment/run.hpp"

#include <cmath>
#include <cstdio>
#include <utility>

#include "core/error.hpp"
#include "execution/ordered_merge.hpp"
#include "experiment/trial_runner.hpp"
#include "network/activation_fault.hpp"

namespace initlab {
namespace {

std::string in_words(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", number);
  return text;
}

/// The place in words, and the command that runs just that trial.
std::string told_with(const Plan& plan, std::size_t point, std::uint32_t trial, const std::string& detail) {
  const std::string place = std::to_string(point + 1), number = std::to_string(trial + 1ull);
  return " of point " + place + ", trial " + number + detail + ". Reproduce: " + plan.command + " --only " + place +
         ":" + number;
}

PluginError explain(const ActivationFault& fault, const Plan& plan, std::size_t point, std::uint32_t trial) {
  return PluginError("activation '" + plan.points[point].settings.network.activation.id + "' gave NaN " +
                     (fault.derivative ? "as its derivative " : "") + "at layer " + std::to_string(fault.layer) +
                     told_with(plan, point, trial, " (input " + in_words(fault.input) + ")"));
}

Measurement run_block(const Plan& plan, const Block& block, std::size_t blocks_to_keep) {
  const Point& point = plan.points[block.point];
  Measurement measurement(point.depth() + 1, plan.quantities.size());
  const std::unique_ptr<TrialRunner> runner = make_trial_runner(point, plan.matrices, blocks_to_keep);
  for (std::uint32_t trial = block.first_trial; trial < block.first_trial + block.trials; ++trial) {
    try {
      runner->run(trial, measurement);
    } catch (const ActivationFault& fault) {
      throw explain(fault, plan, block.point, trial);
    } catch (const PluginError& error) {
      throw PluginError(std::string(error.what()) + "; this was in the network" +
                        told_with(plan, block.point, trial, ""));
    }
  }
  return measurement;
}

/// A quantity of either sign has no logarithm: that of its positive samples alone would mislead.
Summary summary_of(const Accumulator& accumulator, const Quantity& quantity) {
  Summary summary = accumulator.summary();
  if (!quantity.positive) summary.log_count = 0, summary.log_mean = summary.log_std = std::nan("");
  return summary;
}

/// Takes the blocks' measurements in order and turns each finished point into its summaries.
class ResultBuilder {
 public:
  ResultBuilder(const Plan& plan, RunResult& result) : plan_(plan), result_(result) {
    result_.manifest = plan.manifest;
    result_.axes = plan.axes;
    result_.quantities = plan.quantities;
    for (std::uint32_t layer = 0; layer <= plan.max_depth(); ++layer) result_.layers.push_back(layer);
    result_.summaries.assign(plan.points.size() * result_.layers.size() * result_.quantities.size(), Summary{});
  }

  void take(std::size_t block, Measurement&& measurement) {
    const std::size_t point = plan_.blocks[block].point;
    if (block == 0 || plan_.blocks[block - 1].point != point)
      merged_ = std::move(measurement);
    else
      merged_.merge(std::move(measurement));
    const bool last = block + 1 == plan_.blocks.size() || plan_.blocks[block + 1].point != point;
    if (last) write_summaries(point);
  }

 private:
  void write_summaries(std::size_t point) {
    const std::size_t quantities = result_.quantities.size();
    for (std::size_t layer = 0; layer < merged_.layers(); ++layer)
      for (std::size_t q = 0; q < quantities; ++q)
        result_.summaries[(point * result_.layers.size() + layer) * quantities + q] =
            summary_of(merged_.at(layer, q), result_.quantities[q]);
  }

  const Plan& plan_;
  RunResult& result_;
  Measurement merged_;
};

}  // namespace

RunResult run(const Plan& plan, const Backend& backend, const std::function<void(const Progress&)>& report,
              double memory_limit) {
  RunResult result;
  ResultBuilder builder(plan, result);
  Progress progress{0, plan.blocks.size(), 0, plan.trials()};
  // Merged in block order, not in order of arrival: the bits must not depend on the thread count.
  OrderedMerge<Measurement> merge([&](std::size_t block, Measurement&& measurement) {
    builder.take(block, std::move(measurement));
    ++progress.blocks_done;
    progress.trials_done += plan.blocks[block].trials;
    if (report) report(progress);
  });
  std::vector<std::size_t> blocks_to_keep;  // of each point's network
  for (const Point& point : plan.points)
    blocks_to_keep.push_back(plan.blocks_to_keep(point, backend.threads(), memory_limit));
  backend.for_each_block(plan.blocks.size(), [&](std::size_t block) {
    const Block& work = plan.blocks[block];
    merge.put(block, run_block(plan, work, blocks_to_keep[work.point]));
  });
  return result;
}

}  // namespace initlab
