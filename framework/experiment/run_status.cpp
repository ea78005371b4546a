#include "experiment/run_status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <span>
#include <string>
#include <system_error>

#include "core/error.hpp"
#include "core/file_error.hpp"
#include "experiment/journal_files.hpp"
#include "experiment/sharded_run.hpp"
#include "experiment/stored_plan.hpp"
#include "journal/journal_writer.hpp"
#include "results/netcdf_store.hpp"
#include "results/run_record.hpp"

namespace initlab {
namespace {

namespace fs = std::filesystem;

double seconds_since_write(const fs::path& file) {
  std::error_code error;
  const fs::file_time_type written = fs::last_write_time(file, error);
  if (error) throw ResultError(read_error_text(file, error.value()));
  return std::chrono::duration<double>(fs::file_time_type::clock::now() - written).count();
}

/// Adds to a part what the journals with that base hold; `trials` are of its blocks.
void read_into(PartStatus& part, const fs::path& base) {
  std::map<std::uint32_t, std::uint32_t> trials_of_block;
  for (const fs::path& file : journals_of(base)) {
    const JournalReader journal(file);
    for (const JournalRecord& record : journal.records()) {
      std::uint32_t& trials = trials_of_block[record.block];
      trials = std::max(trials, record.trials);
    }
    part.is_running = part.is_running || is_being_written(file);
    part.damaged_records += journal.damage().size();
    if (journal.authors().empty()) continue;
    const double age = seconds_since_write(file);
    if (!part.author || age < part.seconds_since_write) {
      part.author = journal.authors().back();
      part.seconds_since_write = age;
    }
  }
  for (const auto& [block, trials] : trials_of_block) part.trials_done += trials;
}

RunStatus status_of_shards(const fs::path& plan_or_folder) {
  ShardedRun sharded = find_sharded_run(plan_or_folder);
  RunStatus status{sharded.plan_file, {}, std::move(sharded.foreign)};
  const std::vector<Block> blocks = blocks_of(sharded.plan);
  for (std::size_t shard = 1; shard <= sharded.plan.shards; ++shard) {
    PartStatus& part = status.parts.emplace_back(shard);
    for (std::size_t block = shard - 1; block < blocks.size(); block += sharded.plan.shards)
      part.trials += blocks[block].trials;
    read_into(part, journal_of_shard(sharded.plan_file, shard));
  }
  return status;
}

/// Of one shard, by its journal.
RunStatus status_of_shard(const fs::path& file, std::size_t shard) {
  RunStatus status = status_of_shards(file.has_parent_path() ? file.parent_path() : fs::path("."));
  std::erase_if(status.parts, [&](const PartStatus& part) { return part.shard != shard; });
  status.foreign.clear();
  if (status.parts.empty())
    throw UsageError(fmt::format("{} is of no shard of {}.", file.string(), status.file.string()));
  return status;
}

RunStatus status_of_journal(const fs::path& base) {
  RunStatus status{base, {PartStatus{}}, {}};
  PartStatus& part = status.parts.front();
  for (const fs::path& file : journals_of(base)) {
    const std::string plan = journal_plan(file);
    if (plan.empty()) continue;
    for (const Block& block : blocks_of(parse_stored_plan(plan, file.string()))) part.trials += block.trials;
    break;
  }
  read_into(part, base);
  return status;
}

RunStatus status_of_result(const fs::path& result) {
  require_unchanged(result);  // before the library reads it, which a damaged file can bring down
  const RunResult run = load_netcdf(result);
  RunStatus status{result, {PartStatus{}}, {}};
  if (!run.missing.empty())
    throw UsageError(fmt::format("{} is a part of a result ({} are missing). Its plan's folder tells what is there.",
                                 result.string(), run.missing));
  status.parts.front().trials = status.parts.front().trials_done = run.manifest.trials * run.points();
  status.has_result = true;
  return status;
}

}  // namespace

std::uint64_t RunStatus::trials() const {
  std::uint64_t total = 0;
  for (const PartStatus& part : parts) total += part.trials;
  return total;
}

std::uint64_t RunStatus::trials_done() const {
  std::uint64_t total = 0;
  for (const PartStatus& part : parts) total += part.trials_done;
  return total;
}

RunStatus status_of(const fs::path& file) {
  std::error_code missing;
  if (fs::is_directory(file, missing) || file.extension() == ".toml") return status_of_shards(file);
  const fs::path journal = journal_of_result(file);
  if (!journals_of(journal).empty()) try {
      return status_of_journal(journal);
    } catch (const ResultError&) {
      if (!journals_of(journal).empty()) throw;  // else its run has just ended
    }
  const bool is_there = fs::exists(file, missing);
  if (is_there && file.extension() == ".journal") {
    const std::optional<std::size_t> shard = shard_of_journal(file);
    return shard ? status_of_shard(file, *shard) : status_of_journal(file);
  }
  if (is_there) return status_of_result(file);
  throw UsageError(fmt::format("{} is not there, and {} neither. Name a result, a journal, or the folder of a plan.",
                               file.string(), journal.string()));
}

}  // namespace initlab
