#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <mutex>
#include <numeric>
#include <string>
#include <vector>

#include "experiment/block_runner.hpp"
#include "unit/experiment/small_experiment.hpp"

namespace initlab::test {

/// Three points of 10 trials in blocks of 4, 4 and 2: nine blocks, of networks that take no time.
inline Plan plan_of_small_blocks(const std::string& first_lines = "trials = 10\n") {
  Plan plan = plan_of(first_lines + network + "[sweep]\n'network.depth' = [1, 2, 3]\n");
  plan.blocks.clear();
  plan.manifest.trials_per_block = {4};
  for (std::size_t p = 0; p < plan.points.size(); ++p) append_blocks(plan.blocks, p, plan.points[p].settings.trials, 4);
  return plan;
}

inline std::vector<std::size_t> all_blocks(const Plan& plan) {
  std::vector<std::size_t> all(plan.blocks.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

inline std::vector<std::byte> bytes_of(Measurement measurement) {
  const auto bytes = measurement.bytes();
  return {bytes.begin(), bytes.end()};
}

/// Keeps blocks in memory, and calls `after` with each.
class KeptBlocks final : public BlockStore {
 public:
  std::optional<BlockPart> begun(std::size_t block) override {
    const std::lock_guard lock(mutex_);
    const auto found = parts.find(block);
    return found == parts.end() ? std::nullopt : std::optional(found->second);
  }
  void put(BlockPart part) override {
    const std::lock_guard lock(mutex_);
    order.push_back(part.block);
    parts.insert_or_assign(part.block, std::move(part));
    if (after) after();
  }

  std::map<std::size_t, BlockPart> parts;
  std::vector<std::size_t> order;
  std::function<void()> after;

 private:
  std::mutex mutex_;
};

}  // namespace initlab::test
