#pragma once
#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

namespace initlab {

/// "depth.nc.journal": where the run whose result will be depth.nc keeps its finished blocks.
std::filesystem::path journal_of_result(const std::filesystem::path& result);

/// "shard-0003.journal" beside the plan's file; shards count from 1.
std::filesystem::path journal_of_shard(const std::filesystem::path& plan, std::size_t shard);

/// 3 of "shard-0003.journal"; nothing of any other name.
std::optional<std::size_t> shard_of_journal(const std::filesystem::path& journal);

/// Where a rank of a run that several processes share keeps what it has finished: `base` of rank 0, else base.RANK.
std::filesystem::path journal_of_rank(const std::filesystem::path& base, unsigned rank);

/// The files that belong to a journal: `base`, and beside it base.1, base.2, ... of a run's other ranks, where it had
/// some. Those that exist, in this order.
std::vector<std::filesystem::path> journals_of(const std::filesystem::path& base);

/// Removes them. Throws ResultError, and removes none, if a process is writing to one.
void remove_journals(const std::filesystem::path& base);

}  // namespace initlab
