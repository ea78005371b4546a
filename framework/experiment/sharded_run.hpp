#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "experiment/journaled_blocks.hpp"
#include "experiment/stored_plan.hpp"

namespace initlab {

/// A plan file and the journals that its shards keep beside it.
struct ShardedRun {
  std::filesystem::path plan_file;
  StoredPlan plan;
  std::vector<std::filesystem::path> journals;  ///< of its shards, as far as they have begun
  std::vector<std::string>
      foreign;  ///< journals in its folder that are not: "shard-0009.journal (the plan has 8 shards)"
};

/// Finds it by the plan's file or the folder that holds it. Throws UsageError unless there is exactly one plan.
ShardedRun find_sharded_run(const std::filesystem::path& plan_or_folder);

/// How much of a shard is missing.
struct ShardGap {
  std::size_t shard = 0;  ///< from 1
  std::size_t missing = 0, blocks = 0;
};

/// The shards that are not finished.
std::vector<ShardGap> shard_gaps(const JournaledBlocks& blocks, std::size_t shards);

/// "shard 3: 12 of 50 blocks are missing; initlab run plan.toml --shard 3 --resume", a line each; of many, the first
/// ten.
std::string gaps_text(std::span<const ShardGap> gaps, const std::filesystem::path& plan_file);

}  // namespace initlab
