#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "cli/byte_size.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/machine.hpp"
#include "cli/output_files.hpp"
#include "cli/plugin_options.hpp"
#include "cli/progress_line.hpp"
#include "cli/terminal.hpp"
#include "execution/available_memory.hpp"
#include "execution/available_threads.hpp"
#include "experiment/prediction.hpp"
#include "experiment/run.hpp"
#include "experiment/shell_word.hpp"
#include "random/simd_targets.hpp"
#include "results/csv.hpp"
#include "results/netcdf_store.hpp"
#include "results/report.hpp"
#include "results/run_record.hpp"
#include "results/verdict_table.hpp"

namespace initlab {
namespace {

constexpr std::uint64_t most_trials = 0xFFFFFFFF;

CommandSpec spec() {
  return {
      "run",
      "Runs an experiment: reads the file, draws its random networks, prints what was measured, and stores it "
      "where asked.",
      {"FILE"},
      {{"set", "KEY=VALUE", "changes one key of the file, as in --set network.depth=100; may be repeated", true},
       {"trials", "N", "networks a point; the same as --set trials=N"},
       {"seed", "N", "the same as --set seed=N"},
       {"threads", "N", "threads to use; without it, as many as this process may"},
       {"backend", "serial|openmp|tbb", "how blocks of trials are spread; openmp without it, the results are the same"},
       {"output", "FILE", "stores the results as netCDF-4"},
       {"csv", "FILE", "stores the results as a tidy table; - writes it to standard output instead of the report"},
       {"force", "", "replaces files that exist"},
       {"quiet", "", "prints no report and no progress"},
       {"check", "", "exit code 1 if a number contradicts theory (a verdict FAIL)"},
       {"dry-run", "", "says what would be run and what it would take, and stops"},
       {"only", "POINT:TRIAL", "runs one trial of one point, both counted from 1, with its own random numbers"},
       {"plugin-path", "FOLDERS", "looks for plugins there first; folders are separated by ':'", true},
       isolate_option(),
       {"memory", "SIZE", "memory to use at most, as in 2GiB; without it, what the machine has left"},
       {"simd", "auto|avx2", "vector instructions to use; auto without it, the results are the same"}}};
}

std::vector<std::string> overrides_of(const CommandLine& line) {
  std::vector<std::string> all = line.texts("set");
  if (const auto trials = line.whole("trials", 1, most_trials)) all.push_back("trials=" + std::to_string(*trials));
  if (line.whole("seed", 0, UINT64_MAX)) all.push_back("seed='" + *line.text("seed") + "'");
  return all;
}

std::unique_ptr<Backend> backend_of(const CommandLine& line) {
  const std::string name = line.choice("backend", {"serial", "openmp", "tbb"}, "openmp");
  const auto threads = line.whole("threads", 1, max_threads);
  return make_backend(name == "serial"   ? BackendKind::serial
                      : name == "openmp" ? BackendKind::openmp
                                         : BackendKind::tbb,
                      static_cast<unsigned>(threads.value_or(0)));
}

void apply_only(const CommandLine& line, Plan& plan) {
  const std::optional<std::string> only = line.text("only");
  if (!only) return;
  const std::size_t colon = only->find(':');
  const auto point = parse_whole(std::string_view(*only).substr(0, colon), 0, UINT64_MAX);
  const auto trial =
      colon == std::string::npos ? std::nullopt : parse_whole(std::string_view(*only).substr(colon + 1), 0, UINT64_MAX);
  if (!point || !trial)
    throw UsageError("--only '" + *only + "' must be POINT:TRIAL, two whole numbers, as in --only 3:4711.");
  keep_only(plan, *point, *trial);
}

/// In bytes; without the option, what the machine has left.
double memory_limit(const CommandLine& line) {
  const std::optional<std::string> text = line.text("memory");
  return text ? parse_byte_size(*text, "--memory") : available_memory();
}

void check_memory(const Plan& plan, unsigned threads, double limit) {
  const double needed = plan.estimated_bytes(threads, limit);
  if (needed <= limit) return;
  throw UsageError(
      fmt::format("the run takes about {} of memory on {} threads, and {} may be used (--memory, or what the machine "
                  "has left). Use "
                  "fewer --threads, smaller networks or fewer inputs.",
                  byte_size_text(needed), threads, byte_size_text(limit)));
}

/// "revealed (exact for the laws of all matrices)", or the points that take each.
std::string engines_text(const Plan& plan) {
  const EngineChoice& first = plan.points.front().engine;
  for (const Point& point : plan.points)
    if (point.engine != first) return "dense or revealed, as the points' laws allow";
  return fmt::format("{} ({})", first.name, first.reason);
}

std::string dry_run_text(const Plan& plan, unsigned threads, double limit) {
  std::string text =
      fmt::format("points   {}\nblocks   {}\ntrials   {}\n", plan.points.size(), plan.blocks.size(), plan.trials());
  text += fmt::format("engine   {}\n", engines_text(plan));
  text += fmt::format("threads  {}\nmemory   about {} of {}\ntime     about {:.2g} s\n", threads,
                      byte_size_text(plan.estimated_bytes(threads, limit)), byte_size_text(limit),
                      plan.estimated_seconds(threads));
  if (const std::string others = plan.theory_initializers(); !others.empty())
    text += fmt::format("theory   of {}\n", others);
  for (std::size_t p = 0; p < plan.points.size() && plan.points.size() > 1; ++p)
    text += fmt::format("{:5}  {}\n", p + 1, plan.points[p].label);
  return text;
}

std::string stored_text(const OutputFiles& outputs, double seconds, const Plan& plan, const Backend& backend) {
  std::string text = fmt::format("{} trials in {:.2f} s ({:.3g} a second; {}, {} thread{}).\n", plan.trials(), seconds,
                                 static_cast<double>(plan.trials()) / seconds, backend.name(), backend.threads(),
                                 backend.threads() == 1 ? "" : "s");
  return text + outputs.told("\n") + '\n';
}

}  // namespace

std::vector<CommandSpec> run_specs() { return {spec()}; }

ExitCode run_command(std::span<const std::string> arguments) {
  const CommandLine line(spec(), arguments);
  if (line.wants_help()) return print(help_text(spec(), output_style().width)), ExitCode::success;
  if (line.choice("simd", {"auto", "avx2"}, "auto") == "avx2") limit_simd(SimdLimit::avx2);

  const std::unique_ptr<Backend> backend = backend_of(line);
  const OutputFiles outputs = output_files(line);
  const ExperimentFile experiment = load_experiment(line.word(0), overrides_of(line));
  const Catalogue catalogue = open_catalogue(line);
  Plan plan = make_plan(experiment, catalogue);
  for (const std::string& folders : line.texts("plugin-path")) plan.command += " --plugin-path " + shell_word(folders);
  apply_only(line, plan);
  const double limit = memory_limit(line);
  if (line.has("dry-run")) return print(dry_run_text(plan, backend->threads(), limit)), ExitCode::success;
  check_memory(plan, backend->threads(), limit);
  outputs.check();

  RunRecord record = describe_machine("run", arguments);
  const bool quiet = line.has("quiet");
  const bool shows_report = !quiet && !outputs.csv_to_stdout();
  RunTheory theory;
  // Before the run, so that nothing lies between its last trial and the disk.
  if (shows_report || outputs.netcdf || line.has("check")) theory.predictions = predict(plan, *backend);

  ProgressLine progress(!quiet && stderr_is_terminal());
  const RunResult result = run(
      plan, *backend, [&](const Progress& now) { progress.show(now); }, limit);
  record.seconds = progress.seconds();
  progress.clear();
  record.trials_per_second = static_cast<double>(plan.trials()) / record.seconds;
  record.backend = backend->name();
  record.threads = backend->threads();

  theory.assessment = assess(result, theory.predictions);
  if (outputs.netcdf) {
    store_netcdf(result, theory, *outputs.netcdf, outputs.policy);
    store_run_record(record, *outputs.netcdf);
  }
  if (outputs.csv_to_stdout())
    print(csv_text(result));
  else if (outputs.csv)
    store_csv(result, *outputs.csv, outputs.policy);
  if (shows_report)
    print(report(result, output_style()) + "\n" +
          verdict_report(result, theory.predictions, theory.assessment, output_style()) + "\n" +
          stored_text(outputs, record.seconds, plan, *backend));
  const bool contradicted = line.has("check") && theory.assessment.count(Verdict::fail) > 0;
  return contradicted ? ExitCode::verdict_failed : ExitCode::success;
}

}  // namespace initlab
