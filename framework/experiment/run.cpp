#include "experiment/run.hpp"

#include <numeric>
#include <utility>
#include <vector>

#include "execution/ordered_merge.hpp"
#include "experiment/block_runner.hpp"
#include "experiment/result_builder.hpp"

namespace initlab {
namespace {

/// Merges blocks as soon as all before them are there.
class MergingStore final : public BlockStore {
 public:
  MergingStore(const Plan& plan, const ProgressReport& report)
      : builder_(plan), merge_([&plan, &report, this](std::size_t block, Measurement&& measurement) {
          builder_.take(block, std::move(measurement));
          progress_.trials_done += plan.blocks[block].trials;
          if (report) report(progress_);
        }) {
    progress_.trials = plan.trials();
  }

  std::optional<BlockPart> begun(std::size_t) override { return std::nullopt; }
  void put(BlockPart part) override { merge_.put(part.block, std::move(part.measurement)); }
  RunResult finish() { return builder_.finish(); }

 private:
  ResultBuilder builder_;
  Progress progress_;
  OrderedMerge<Measurement> merge_;
};

}  // namespace

RunResult run(const Plan& plan, const Backend& backend, const ProgressReport& report, double memory_limit) {
  MergingStore store(plan, report);
  std::vector<std::size_t> blocks(plan.blocks.size());
  std::iota(blocks.begin(), blocks.end(), std::size_t{0});
  BlockRunner(plan, backend, memory_limit).run(blocks, store);
  return store.finish();
}

}  // namespace initlab
