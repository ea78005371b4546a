#include "experiment/sharded_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <system_error>

#include "core/error.hpp"
#include "core/file_error.hpp"
#include "core/text_file.hpp"
#include "experiment/journal_files.hpp"
#include "experiment/shell_word.hpp"

namespace initlab {
namespace {

namespace fs = std::filesystem;

/// Whether the file begins as a stored plan does.
bool holds_plan(const fs::path& file) {
  if (file.extension() != ".toml") return false;
  try {
    return is_stored_plan(read_text_file(file, stored_plan_size_limit));
  } catch (const UsageError&) {
    return false;  // too large, or not readable: whatever it is, it is no plan
  }
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code gone;
    if (entry->is_regular_file(gone)) files.push_back(entry->path());
  }
  if (error) throw UsageError(read_error_text(folder, error.value()));
  std::ranges::sort(files);
  return files;
}

fs::path plan_file_in(const fs::path& folder) {
  std::vector<fs::path> plans;
  std::ranges::copy_if(files_in(folder), std::back_inserter(plans), holds_plan);
  if (plans.size() == 1) return plans.front();
  throw UsageError(plans.empty()
                       ? fmt::format("{} holds no plan (a file that initlab plan has written). Name another folder.",
                                     folder.string())
                       : fmt::format("{} holds {} plans. Name the file of one.", folder.string(), plans.size()));
}

/// Every file of the folder that looks like a shard's journal.
std::vector<fs::path> shard_files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::ranges::copy_if(files_in(folder), std::back_inserter(files), [](const fs::path& file) {
    const std::string name = file.filename().string();
    return name.starts_with("shard-") && name.find(".journal") != name.npos;
  });
  return files;
}

/// Why a journal is not of this plan; empty if it is.
std::string foreignness(const fs::path& file, const StoredPlan& plan) {
  const std::string journalled = journal_plan(file);
  if (journalled.empty()) return "";
  const StoredPlan stored = parse_stored_plan(journalled, file.string());
  std::string text;
  for (const PlanDifference& difference : differences(plan.manifest, stored.manifest))
    text += fmt::format("{}{}: {} instead of {}", text.empty() ? "" : ", ", difference.name, difference.now,
                        difference.stored);
  if (stored.shards != plan.shards)
    text += fmt::format("{}{} shards instead of {}", text.empty() ? "" : ", ", stored.shards, plan.shards);
  return text;
}

}  // namespace

ShardedRun find_sharded_run(const fs::path& plan_or_folder) {
  ShardedRun run;
  std::error_code missing;
  run.plan_file = fs::is_directory(plan_or_folder, missing) ? plan_file_in(plan_or_folder) : plan_or_folder;
  run.plan = parse_stored_plan(read_text_file(run.plan_file, stored_plan_size_limit), run.plan_file.string());
  for (std::size_t shard = 1; shard <= run.plan.shards; ++shard)
    std::ranges::copy(journals_of(journal_of_shard(run.plan_file, shard)), std::back_inserter(run.journals));
  const fs::path folder = run.plan_file.has_parent_path() ? run.plan_file.parent_path() : fs::path(".");
  for (const fs::path& file : shard_files_in(folder)) {
    const bool named = std::ranges::any_of(
        run.journals, [&](const fs::path& journal) { return journal.filename() == file.filename(); });
    const std::string reason = named                    ? foreignness(file, run.plan)
                               : shard_of_journal(file) ? fmt::format("the plan has {} shards", run.plan.shards)
                                                        : "not the name of a shard's journal";
    if (!reason.empty()) run.foreign.push_back(fmt::format("{} ({})", file.string(), reason));
  }
  return run;
}

std::vector<ShardGap> shard_gaps(const JournaledBlocks& blocks, std::size_t shards) {
  std::vector<ShardGap> gaps;
  for (std::size_t shard = 1; shard <= shards; ++shard) {
    const std::vector<std::size_t> wanted = blocks_of_shard(blocks.plan(), shard, shards);
    const std::size_t missing = blocks.unfinished(wanted).size();
    if (missing > 0) gaps.push_back({shard, missing, wanted.size()});
  }
  return gaps;
}

std::string gaps_text(std::span<const ShardGap> gaps, const fs::path& plan_file) {
  constexpr std::size_t most_lines = 10;
  std::string text;
  for (const ShardGap& gap : gaps.first(std::min(gaps.size(), most_lines)))
    text += fmt::format("shard {}: {} of {} blocks are missing; initlab run {} --shard {} --resume\n", gap.shard,
                        gap.missing, gap.blocks, shell_word(plan_file.string()), gap.shard);
  if (gaps.size() > most_lines) text += fmt::format("and {} shards more\n", gaps.size() - most_lines);
  return text;
}

}  // namespace initlab
