#pragma once
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "execution/backend.hpp"
#include "execution/shared_blocks.hpp"
#include "execution/stop_request.hpp"
#include "experiment/block_part.hpp"
#include "experiment/plan.hpp"

namespace initlab {

/// Runs blocks of a plan. The plan and the backend must outlive it.
class BlockRunner {
 public:
  /// Backward passes keep their signals within `memory_limit` bytes (Plan::estimated_bytes), which changes no bit.
  BlockRunner(const Plan& plan, const Backend& backend, double memory_limit = std::numeric_limits<double>::infinity());

  /// Runs what is missing of these blocks, and puts each into the store as soon as it is finished. Returns early when
  /// asked to stop: blocks that have begun are then finished, or put as far as they are.
  ///
  /// Throws what the store throws, and PluginError if a plugin fails or an activation gives NaN for a finite number,
  /// with the command that runs just that trial.
  void run(std::span<const std::size_t> blocks, BlockStore& store, const StopRequest& stop = never()) const;
  /// The same with blocks that are shared with other ranks, until there are none left. When one throws, this rank takes
  /// no more of them.
  void run(SharedBlocks& blocks, BlockStore& store, const StopRequest& stop) const;

 private:
  static const StopRequest& never();
  void run_block(std::size_t block, BlockStore& store, const StopRequest& stop) const;
  BlockPart finish(BlockPart part, BlockStore& store, const StopRequest& stop) const;

  const Plan& plan_;
  const Backend& backend_;
  std::vector<std::size_t> blocks_to_keep_;  ///< of each point's network, for its backward pass
};

}  // namespace initlab
