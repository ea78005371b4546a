#include "cli/run_task.hpp"

#include <fmt/format.h>

#include <utility>

#include "cli/experiment_options.hpp"
#include "core/error.hpp"
#include "experiment/journal_files.hpp"
#include "experiment/shell_word.hpp"
#include "journal/journal_writer.hpp"
#include "results/netcdf_store.hpp"
#include "results/run_record.hpp"

namespace initlab {
namespace {

namespace fs = std::filesystem;

/// The file that a run's journal stands beside: its netCDF file, else its table.
std::optional<std::string> main_result(const OutputFiles& outputs) {
  if (outputs.netcdf) return outputs.netcdf;
  return outputs.csv_to_stdout() ? std::nullopt : outputs.csv;
}

void refuse_with(const CommandLine& line, const std::string& option, std::initializer_list<const char*> others,
                 const std::string& reason) {
  for (const char* other : others)
    if (line.has(other)) throw UsageError(fmt::format("{} and --{} do not go together ({}).", option, other, reason));
}

/// Takes over what a stored plan says, and what the command line adds to it: whether that changes anything is found
/// when the plan is made.
void go_on_with(RunTask& task, StoredPlan stored, std::string stored_in, const CommandLine& line) {
  ExperimentFile begun = experiment_of(stored);
  std::vector<std::string> overrides = begun.overrides;
  for (std::string& change : experiment_overrides(line)) overrides.push_back(std::move(change));
  task.experiment = experiment_from_text(begun.path, begun.text, overrides);
  task.plugin_paths.insert(task.plugin_paths.end(), stored.plugin_paths.begin(), stored.plugin_paths.end());
  task.stored = std::move(stored);
  task.stored_in = std::move(stored_in);
}

/// The stored plan of the first journal that has one.
std::optional<std::pair<StoredPlan, std::string>> plan_in_journal(const fs::path& journal) {
  for (const fs::path& path : journals_of(journal))
    if (const std::string plan = journal_plan(path); !plan.empty())
      return std::pair(parse_stored_plan(plan, path.string()), path.string());
  return std::nullopt;
}

Manifest finished_manifest(const std::string& result) {
  require_unchanged(result);  // before the library reads it, which a damaged file can bring down
  RunResult run = load_netcdf(result);
  if (!run.missing.empty())
    throw UsageError(
        fmt::format("{} is a part of a result, merged from what was there ({} are missing). Run the shards "
                    "that are missing and merge again.",
                    result, run.missing));
  return std::move(run.manifest);
}

/// initlab run depth.nc --resume: everything else is known.
void resume_by_result(RunTask& task, const std::string& result, const CommandLine& line) {
  task.journal = journal_of_result(result);
  if (auto found = plan_in_journal(task.journal)) {
    task.outputs.netcdf = result;
    const std::string& csv = found->first.csv;
    if (fs::absolute(result).lexically_normal() == csv) task.outputs.netcdf.reset();
    if (!csv.empty()) task.outputs.csv = csv;
    return go_on_with(task, std::move(found->first), std::move(found->second), line);
  }
  std::error_code error;
  if (!fs::exists(result, error))
    throw ResultError(
        fmt::format("there is nothing to go on with (neither {} nor {} is there). Name the result of the "
                    "run that was interrupted, or begin it: initlab run FILE.toml --output {}",
                    task.journal.string(), result, shell_word(result)));
  if (fs::path(result).extension() == ".toml")
    throw UsageError(fmt::format(
        "--resume goes on with a result, and {} is none. Name the result instead, or beside it: initlab run "
        "{} --output FILE.nc --resume",
        result, shell_word(result)));
  task.outputs.netcdf = result;
  task.finished = finished_manifest(result);
}

void do_shard(RunTask& task, const std::string& file, const std::string& text, const CommandLine& line) {
  const std::string shards = "the plan's shards keep their results beside it, for initlab merge";
  refuse_with(line, "A plan", {"output", "csv", "only", "check"}, shards);
  go_on_with(task, parse_stored_plan(text, file), file, line);
  const std::size_t count = task.stored->shards;
  task.shard = line.whole("shard", 1, count);
  if (!task.shard)
    throw UsageError(fmt::format("{} is the plan of {} shards. Say which one to run, as in --shard 1.", file, count));
  task.journal = journal_of_shard(file, *task.shard);
}

/// A result that is there already is the end of a run that --resume goes on with.
void find_finished(RunTask& task) {
  std::error_code error;
  const bool journal_left = !journals_of(task.journal).empty();
  if (!task.outputs.netcdf || journal_left || !fs::exists(*task.outputs.netcdf, error)) return;
  task.finished = finished_manifest(*task.outputs.netcdf);
}

void check_journal(const RunTask& task, const CommandLine& line) {
  if (task.journal.empty() || line.has("force") || line.has("resume")) return;
  for (const fs::path& path : journals_of(task.journal)) refuse_if_written(path);
  if (!journals_of(task.journal).empty())
    throw ResultError(
        fmt::format("{} holds what an earlier run has finished. Go on with it: {}; or discard it with "
                    "--force.",
                    task.journal.string(), task.resume_command()));
}

}  // namespace

std::string RunTask::resume_command() const {
  if (shard) return fmt::format("initlab run {} --shard {} --resume", shell_word(stored_in), *shard);
  return fmt::format("initlab run {} --resume", shell_word(*main_result(outputs)));
}

RunTask run_task(const CommandLine& line) {
  RunTask task;
  task.plugin_paths = line.texts("plugin-path");
  task.outputs = output_files(line);
  const std::string& file = line.word(0);
  if (line.has("resume")) {
    task.outputs.policy = Overwrite::keep_backup;  // a file that --force had meant to replace
    refuse_with(line, "--resume", {"force", "only"}, "it goes on with what is there");
    if (!main_result(task.outputs) && !line.has("shard")) {
      resume_by_result(task, file, line);
      return task;
    }
  }
  std::string text = read_experiment_or_plan(file);
  if (is_stored_plan(text)) {
    do_shard(task, file, text, line);
  } else {
    refuse_with(line, "An experiment", {"shard"}, "shards are of a plan: initlab plan FILE --shards N");
    task.experiment = experiment_from_text(file, std::move(text), experiment_overrides(line));
    if (const auto result = main_result(task.outputs); result && !line.has("only"))
      task.journal = journal_of_result(*result);
    if (line.has("resume")) {
      find_finished(task);
      if (auto found = plan_in_journal(task.journal))
        task.stored = std::move(found->first), task.stored_in = std::move(found->second);
    }
  }
  check_journal(task, line);
  return task;
}

}  // namespace initlab
