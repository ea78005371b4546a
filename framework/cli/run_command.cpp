#include <fmt/format.h>

#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

#include "cli/byte_size.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/duration.hpp"
#include "cli/experiment_options.hpp"
#include "cli/guarded.hpp"
#include "cli/interruptible_run.hpp"
#include "cli/machine.hpp"
#include "cli/plugin_options.hpp"
#include "cli/ready_run.hpp"
#include "cli/run_estimate.hpp"
#include "cli/run_presentation.hpp"
#include "cli/run_task.hpp"
#include "cli/same_run.hpp"
#include "cli/terminal.hpp"
#include "execution/available_memory.hpp"
#include "execution/launch.hpp"
#include "execution/ranks.hpp"
#include "experiment/journal_files.hpp"
#include "experiment/only_override.hpp"
#include "experiment/prediction.hpp"
#include "experiment/settings_text.hpp"
#include "experiment/shell_word.hpp"
#include "random/simd_targets.hpp"
#include "results/netcdf_store.hpp"

namespace initlab {
namespace {

CommandSpec spec() {
  CommandSpec spec{
      "run",
      "Runs an experiment: reads the file, draws its random networks, prints what was measured, and stores it "
      "where asked.",
      {"FILE"},
      {{"threads", "N", "threads to use; without it, as many as this process may"},
       {"backend", "serial|openmp|tbb", "how blocks of trials are spread; openmp without it, the results are the same"},
       {"output", "FILE", "stores the results as netCDF-4"},
       {"csv", "FILE", "stores the results as a tidy table; - writes it to standard output instead of the report"},
       {"resume", "", "goes on with a run that was interrupted; FILE is then its result, or --output names it"},
       {"force", "", "begins anew although there are files: results are kept as FILE.bak, unfinished work is not"},
       {"shard", "N", "runs one part of a plan that initlab plan has made; FILE is then the plan"},
       {"max-time", "TIME", "stops by itself before that time is over, as in 3h50m; --resume goes on"},
       {"progress", "auto|json|none", "json writes a line for programs every ten seconds; auto, one for a terminal"},
       {"quiet", "", "prints no report and no progress"},
       {"check", "", "exit code 1 if a number contradicts theory (a verdict FAIL)"},
       {"dry-run", "", "says what would be run and what it would take, and stops"},
       {"print-config", "", "prints the experiment with every key's value and origin, and stops"},
       {"only", "POINT:TRIAL", "runs one trial of one point, both counted from 1, with its own random numbers"},
       {"plugin-path", "FOLDERS", "looks for plugins there first; folders are separated by ':'", true},
       isolate_option(),
       {"memory", "SIZE", "memory to use at most, as in 2GiB; without it, what the machine has left"},
       {"simd", "auto|avx2", "vector instructions to use; auto without it, the results are the same"}}};
  const std::vector<OptionSpec> changes = experiment_options();
  spec.options.insert(spec.options.begin(), changes.begin(), changes.end());
  return spec;
}

/// Without --threads, as many as this process may use; of several ranks on a machine, its part of them.
std::unique_ptr<Backend> backend_of(const CommandLine& line, const Ranks& ranks) {
  const std::string name = line.choice("backend", {"serial", "openmp", "tbb"}, "openmp");
  const auto threads = line.whole("threads", 1, max_threads);
  return make_backend(name == "serial"   ? BackendKind::serial
                      : name == "openmp" ? BackendKind::openmp
                                         : BackendKind::tbb,
                      static_cast<unsigned>(threads.value_or(ranks.size() > 1 ? ranks.host().threads : 0)));
}

void apply_only(const CommandLine& line, Plan& plan) {
  const std::optional<std::string> only = line.text("only");
  if (!only) return;
  const std::optional<OnlyTrial> trial = parse_only(*only);
  if (!trial) throw UsageError("--only '" + *only + "' must be POINT:TRIAL, two whole numbers, as in --only 3:4711.");
  keep_only(plan, trial->point, trial->trial);
}

/// In bytes; without the option, what the machine has left, divided between the ranks that are on it.
double memory_limit(const CommandLine& line, const Ranks& ranks) {
  const std::optional<std::string> text = line.text("memory");
  return text ? parse_byte_size(*text, "--memory") : available_memory() / ranks.host().ranks;
}

std::optional<StopSignals::Clock::time_point> end_of_time_of(const CommandLine& line,
                                                             StopSignals::Clock::time_point start) {
  const std::optional<std::string> text = line.text("max-time");
  return text ? std::optional(start + parse_duration(*text, "--max-time")) : std::nullopt;
}

Plan plan_of(const RunTask& task, const CommandLine& line) {
  Plan plan = make_plan(*task.experiment, open_catalogue(line, task.plugin_paths));
  for (const std::string& folders : task.plugin_paths) plan.command += " --plugin-path " + shell_word(folders);
  apply_only(line, plan);
  if (task.stored) {
    require_same_plan(task.stored->manifest, plan.manifest, task.stored_in);
    plan.manifest = task.stored->manifest;  // with its experiment's text, comments and all
  }
  return plan;
}

/// The result of an earlier run, which --resume finds complete.
ExitCode present_finished(const RunTask& task, const CommandLine& line) {
  const std::string& file = *task.outputs.netcdf;
  require_unchanged(file);
  const bool check = line.has("check");
  if (check && !task.experiment)
    throw UsageError("--check needs the experiment: initlab run FILE.toml --output " + shell_word(file) +
                     " --resume --check");
  std::optional<Plan> plan;
  if (task.experiment) {
    plan = plan_of(task, line);
    require_same_plan(*task.finished, plan->manifest, file);
  }
  tell(line, fmt::format("{} is complete, there is nothing to do.", file));
  if (!check) return ExitCode::success;
  const RunPresentation again{{}, true, true};
  return again.present(load_netcdf(file), predict(*plan, *backend_of(line, Ranks())), {}, "");
}

/// What is known before anything is run.
struct PreparedRun {
  PreparedRun(std::span<const std::string> arguments, StopSignals::Clock::time_point start, Ranks& ranks)
      : line(spec(), arguments) {
    if (line.wants_help()) return;
    if (line.choice("simd", {"auto", "avx2"}, "auto") == "avx2") limit_simd(SimdLimit::avx2);
    backend = backend_of(line, ranks);
    const std::optional<StopSignals::Clock::time_point> end_of_time = end_of_time_of(line, start);
    task = run_task(line);
    if (line.has("print-config") && line.has("resume"))
      throw UsageError("--print-config and --resume do not go together (it shows an experiment file).");
    if (task.finished || line.has("print-config")) return;
    if (!task.journal.empty()) journaled.emplace(task, end_of_time, ranks);
    plan = plan_of(task, line);
    limit = memory_limit(line, ranks);
  }
  /// Of several ranks one is enough to say it.
  bool is_only_told() const {
    return line.wants_help() || task.finished || line.has("print-config") || line.has("dry-run");
  }

  CommandLine line;
  std::unique_ptr<Backend> backend;
  RunTask task;
  std::optional<InterruptibleRun> journaled;
  std::optional<Plan> plan;
  double limit = 0;
};

ExitCode tell(const PreparedRun& run) {
  if (run.line.wants_help()) return print(help_text(spec(), output_style().width)), ExitCode::success;
  if (run.task.finished) return present_finished(run.task, run.line);
  if (run.line.has("print-config")) return print(settings_text(*run.task.experiment)), ExitCode::success;
  return print(dry_run_text(*run.plan, run.backend->threads(), run.limit)), ExitCode::success;
}

ExitCode run_on(Ranks& ranks, std::span<const std::string> arguments, StopSignals::Clock::time_point start) {
  std::optional<PreparedRun> prepared;
  ranks.agree([&] { prepared.emplace(arguments, start, ranks); });
  const auto& [line, backend, task, journaled, plan, limit] = *prepared;
  if (!journaled) let_stop_signals_go();
  if (prepared->is_only_told()) return ranks.is_first() ? tell(*prepared) : ExitCode::success;
  ranks.agree([&] {
    if (ranks.size() > 1 && !journaled)
      throw UsageError(
          fmt::format("{} processes were started, but no result is named that they could make together. "
                      "Name one with --output, or start one process.",
                      ranks.size()));
    check_memory(*plan, backend->threads(), limit);
    if (ranks.is_first()) task.outputs.check();
  });
  if (ranks.size() > 1) require_same_run(ranks, stored_plan_of(*plan, task.experiment->path, task.plugin_paths));

  ReadyRun ready(line, task, *plan, *backend, limit, describe_machine("run", arguments), ranks);
  return journaled ? ready.to_disk(*prepared->journaled) : ready.in_memory();
}

}  // namespace

std::vector<CommandSpec> run_specs() { return {spec()}; }

ExitCode run_command(std::span<const std::string> arguments) {
  const StopSignals::Clock::time_point start = StopSignals::Clock::now();
  if (!is_launched()) {
    Ranks alone;
    return run_on(alone, arguments, start);
  }
  hold_stop_signals();  // MPI's threads leave them alone then
  Ranks ranks(join_launch());
  const ExitCode code = guarded([&] { return run_on(ranks, arguments, start); });
  ranks.leave(code);
  return code;
}

}  // namespace initlab
