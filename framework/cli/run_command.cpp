#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/machine.hpp"
#include "cli/progress_line.hpp"
#include "cli/terminal.hpp"
#include "execution/available_threads.hpp"
#include "experiment/prediction.hpp"
#include "experiment/run.hpp"
#include "experiment/shell_word.hpp"
#include "plugins/search_path.hpp"
#include "random/simd_targets.hpp"
#include "results/atomic_file.hpp"
#include "results/csv.hpp"
#include "results/netcdf_store.hpp"
#include "results/report.hpp"
#include "results/run_record.hpp"
#include "results/verdict_table.hpp"

namespace initlab {
namespace {

constexpr std::uint64_t most_trials = 0xFFFFFFFF;

CommandSpec spec() {
  return {"run",
          "Runs an experiment: reads the file, draws its random networks, prints what was measured, and stores it "
          "where asked.",
          {"FILE"},
          {{"set", "KEY=VALUE", "changes one key of the file, as in --set network.depth=100; may be repeated", true},
           {"trials", "N", "networks a point; the same as --set trials=N"},
           {"seed", "N", "the same as --set seed=N"},
           {"threads", "N", "threads to use; without it, as many as this process may"},
           {"backend", "NAME", "serial, openmp (without it) or tbb; the results are the same"},
           {"output", "FILE", "stores the results as netCDF-4"},
           {"csv", "FILE", "stores the results as a tidy table; - writes it to standard output instead of the report"},
           {"force", "", "replaces files that exist"},
           {"quiet", "", "prints no report and no progress"},
           {"check", "", "exit code 1 if a number contradicts theory (a verdict FAIL)"},
           {"dry-run", "", "says what would be run and what it would take, and stops"},
           {"only", "POINT:TRIAL", "runs one trial of one point, both counted from 1, with its own random numbers"},
           {"plugin-path", "FOLDERS", "looks for plugins there first; folders are separated by ':'", true},
           {"simd", "TARGET", "auto (without it) or avx2; the results are the same"}}};
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

std::string amount(double bytes) {
  const char* const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  for (; bytes >= 1024 && unit < 4; ++unit) bytes /= 1024;
  return fmt::format("{:.3g} {}", bytes, units[unit]);
}

std::string dry_run_text(const Plan& plan, unsigned threads) {
  std::string text =
      fmt::format("points   {}\nblocks   {}\ntrials   {}\n", plan.points.size(), plan.blocks.size(), plan.trials());
  text += fmt::format("threads  {}\nmemory   about {}\ntime     about {:.2g} s\n", threads,
                      amount(plan.estimated_bytes(threads)), plan.estimated_seconds(threads));
  for (std::size_t p = 0; p < plan.points.size() && plan.points.size() > 1; ++p)
    text += fmt::format("{:5}  {}\n", p + 1, plan.points[p].label);
  return text;
}

bool same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
  const auto unique = [](const auto& path) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path));
  };
  return unique(a) == unique(b);
}

struct Outputs {
  std::optional<std::string> netcdf, csv;
  Overwrite policy = Overwrite::refuse;

  bool csv_to_stdout() const { return csv == "-"; }
  void check() const {
    if (netcdf && csv && !csv_to_stdout() && same_file(*netcdf, *csv))
      throw UsageError("--output and --csv both name " + *csv + ". Give them different names.");
    if (netcdf) check_output(*netcdf, policy);
    if (csv && !csv_to_stdout()) check_output(*csv, policy);
  }
};

std::string stored_text(const Outputs& outputs, double seconds, const Plan& plan, const Backend& backend) {
  std::string text = fmt::format("{} trials in {:.2f} s ({:.3g} a second; {}, {} thread{}).\n", plan.trials(), seconds,
                                 static_cast<double>(plan.trials()) / seconds, backend.name(), backend.threads(),
                                 backend.threads() == 1 ? "" : "s");
  for (const auto& file : {outputs.netcdf, outputs.csv})
    if (file) text += "Stored in " + *file + ".\n";
  if (!outputs.netcdf && !outputs.csv) text += "Nothing is stored; --output FILE.nc and --csv FILE.csv do that.\n";
  return text;
}

}  // namespace

ExitCode run_command(std::span<const std::string> arguments) {
  const CommandLine line(spec(), arguments);
  if (line.wants_help()) return print(help_text(spec(), output_style().width)), ExitCode::success;
  if (line.choice("simd", {"auto", "avx2"}, "auto") == "avx2") limit_simd(SimdLimit::avx2);

  const std::unique_ptr<Backend> backend = backend_of(line);
  Outputs outputs{line.text("output"), line.text("csv"), line.has("force") ? Overwrite::replace : Overwrite::refuse};
  const ExperimentFile experiment = load_experiment(line.word(0), overrides_of(line));
  const Catalogue catalogue(plugin_search_path(line.texts("plugin-path")));
  Plan plan = make_plan(experiment, catalogue);
  for (const std::string& folders : line.texts("plugin-path")) plan.command += " --plugin-path " + shell_word(folders);
  apply_only(line, plan);
  if (line.has("dry-run")) return print(dry_run_text(plan, backend->threads())), ExitCode::success;
  outputs.check();

  RunRecord record = describe_machine(arguments);
  const bool quiet = line.has("quiet");
  ProgressLine progress(!quiet && stderr_is_terminal());
  const RunResult result = run(plan, *backend, [&](const Progress& now) { progress.show(now); });
  record.seconds = progress.seconds();
  progress.clear();
  record.trials_per_second = static_cast<double>(plan.trials()) / record.seconds;
  record.backend = backend->name();
  record.threads = backend->threads();

  if (outputs.netcdf) {
    store_netcdf(result, *outputs.netcdf, outputs.policy);
    store_run_record(record, *outputs.netcdf);
  }
  const bool shows_report = !quiet && !outputs.csv_to_stdout();
  if (outputs.csv_to_stdout())
    print(csv_text(result));
  else if (outputs.csv)
    store_csv(result, *outputs.csv, outputs.policy);
  if (!shows_report && !line.has("check")) return ExitCode::success;

  const std::vector<PointPrediction> predictions = predict(plan);
  const Assessment assessment = assess(result, predictions);
  if (shows_report)
    print(report(result, output_style()) + "\n" + verdict_report(result, predictions, assessment, output_style()) +
          "\n" + stored_text(outputs, record.seconds, plan, *backend));
  const bool contradicted = line.has("check") && assessment.count(Verdict::fail) > 0;
  return contradicted ? ExitCode::verdict_failed : ExitCode::success;
}

}  // namespace initlab
