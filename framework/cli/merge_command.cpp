#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/machine.hpp"
#include "cli/plugin_options.hpp"
#include "cli/run_presentation.hpp"
#include "cli/terminal.hpp"
#include "execution/backend.hpp"
#include "experiment/journaled_run.hpp"
#include "experiment/prediction.hpp"
#include "experiment/sharded_run.hpp"

namespace initlab {
namespace {

CommandSpec spec() {
  return {"merge",
          "Makes the result of a plan whose shards are finished: the same file that one process would have written. "
          "DIR holds the plan and what its shards have kept beside it.",
          {"DIR"},
          {{"output", "FILE", "stores the results as netCDF-4"},
           {"csv", "FILE", "stores the results as a tidy table; - writes it to standard output instead of the report"},
           {"partial", "", "takes what is there, though shards are missing, and says so in the result"},
           {"force", "", "replaces files that exist; they are kept as FILE.bak"},
           {"quiet", "", "prints no report"},
           {"check", "", "exit code 1 if a number contradicts theory (a verdict FAIL)"},
           {"plugin-path", "FOLDERS", "looks for plugins there first; folders are separated by ':'", true},
           isolate_option()}};
}

void refuse_foreign(const ShardedRun& sharded) {
  if (sharded.foreign.empty()) return;
  std::string text =
      fmt::format("{} does not stand beside its own journals alone. Take these away:", sharded.plan_file.string());
  for (const std::string& file : sharded.foreign) text += "\n  " + file;
  throw UsageError(text);
}

bool has_trials(const JournaledBlocks& blocks) {
  for (std::size_t block = 0; block < blocks.plan().blocks.size(); ++block)
    if (blocks.trials(block) > 0) return true;
  return false;
}

std::string missing_text(const JournaledBlocks& blocks) {
  std::size_t missing = 0;
  const std::size_t all = blocks.plan().blocks.size();
  for (std::size_t block = 0; block < all; ++block) missing += blocks.is_finished(block) ? 0 : 1;
  return missing == 0 ? "" : fmt::format("{} of {} blocks of trials", missing, all);
}

}  // namespace

std::vector<CommandSpec> merge_specs() { return {spec()}; }

ExitCode merge_command(std::span<const std::string> arguments) {
  const CommandLine line(spec(), arguments);
  if (line.wants_help()) return print(help_text(spec(), output_style().width)), ExitCode::success;
  const RunPresentation presentation{output_files(line), line.has("quiet"), line.has("check")};
  if (!presentation.outputs.netcdf && !presentation.outputs.csv)
    throw UsageError("say where the result shall be, as in --output depth.nc");
  presentation.outputs.check();

  const ShardedRun sharded = find_sharded_run(line.word(0));
  refuse_foreign(sharded);
  std::vector<std::string> plugin_paths = line.texts("plugin-path");
  plugin_paths.insert(plugin_paths.end(), sharded.plan.plugin_paths.begin(), sharded.plan.plugin_paths.end());
  Plan plan = make_plan(sharded.plan, open_catalogue(line, plugin_paths));
  require_same_plan(sharded.plan.manifest, plan.manifest, sharded.plan_file.string());
  plan.manifest = sharded.plan.manifest;

  RunRecord record = describe_machine("merge", arguments);
  const JournaledBlocks blocks = read_journals(plan, sharded.journals);
  const std::vector<ShardGap> gaps = shard_gaps(blocks, sharded.plan.shards);
  if (!gaps.empty() && !line.has("partial"))
    throw UsageError(
        fmt::format("{} of {} shards are not finished:\n{}Then merge again, or take what is there with "
                    "--partial.",
                    gaps.size(), sharded.plan.shards, gaps_text(gaps, sharded.plan_file)));

  if (!has_trials(blocks))
    throw UsageError(
        fmt::format("there is nothing to merge: of {} none of its shards has kept anything. Run them first.",
                    sharded.plan_file.string()));

  RunResult result = blocks.merge();
  result.missing = missing_text(blocks);
  const std::unique_ptr<Backend> backend = make_backend(BackendKind::openmp, 0);
  return presentation.present(result, predict(plan, *backend), record,
                              fmt::format("Merged from {} shards{}.", sharded.plan.shards,
                                          result.missing.empty() ? "" : "; missing are " + result.missing));
}

}  // namespace initlab
