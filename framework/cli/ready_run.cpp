#include "cli/ready_run.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <numeric>
#include <utility>
#include <vector>

#include "cli/progress_line.hpp"
#include "cli/terminal.hpp"
#include "experiment/prediction.hpp"
#include "experiment/run.hpp"
#include "experiment/shell_word.hpp"

namespace initlab {
namespace {

ProgressStyle progress_style(const CommandLine& line) {
  const std::string style = line.choice("progress", {"auto", "json", "none"}, "auto");
  if (line.has("quiet") || style == "none") return ProgressStyle::none;
  if (style == "json") return ProgressStyle::json;
  return stderr_is_terminal() ? ProgressStyle::line : ProgressStyle::none;
}

std::vector<std::size_t> wanted_blocks(const RunTask& task, const Plan& plan) {
  if (task.shard) return blocks_of_shard(plan, *task.shard, task.stored->shards);
  std::vector<std::size_t> all(plan.blocks.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

}  // namespace

ReadyRun::ReadyRun(const CommandLine& line, const RunTask& task, const Plan& plan, const Backend& backend,
                   double memory_limit, RunRecord record, const Ranks& ranks)
    : line_(line),
      task_(task),
      plan_(plan),
      backend_(backend),
      memory_limit_(memory_limit),
      ranks_(ranks),
      presentation_{task.outputs, line.has("quiet"), line.has("check")},
      record_(std::move(record)) {}

ExitCode ReadyRun::in_memory() {
  const auto predictions = presentation_.needs_theory() ? predict(plan_, backend_) : std::vector<PointPrediction>();
  ProgressLine progress(progress_style(line_));
  const RunResult result = run(
      plan_, backend_, [&](const Progress& now) { progress.show(now); }, memory_limit_);
  note(plan_.trials(), progress.seconds());
  progress.finish();
  return presentation_.present(result, predictions, record_, speed_text());
}

ExitCode ReadyRun::to_disk(InterruptibleRun& journaled) {
  journaled.begin(plan_, wanted_blocks(task_, plan_), line_.has("force"), backend_.threads());
  const std::uint64_t before = journaled.journal().trials_done();
  // Before the run, so that nothing lies between its last trial and the disk.
  const bool needs_theory = !task_.shard && ranks_.is_first();
  const auto predictions = needs_theory ? predict(plan_, backend_) : std::vector<PointPrediction>();
  ProgressLine progress(ranks_.is_first() ? progress_style(line_) : ProgressStyle::none);
  journaled.run(BlockRunner(plan_, backend_, memory_limit_), [&](const Progress& now) { progress.show(now); });
  if (!ranks_.is_first()) return ExitCode::success;
  note(journaled.journal().trials_done() - before, progress.seconds());
  progress.finish();
  const std::string earlier = before > 0 ? fmt::format(" {} more were there before.", before) : "";
  if (task_.shard) return tell_of_shard(earlier), ExitCode::success;
  const ExitCode code =
      presentation_.present(journaled.journal().blocks().merge(), predictions, record_, speed_text() + earlier);
  journaled.remove_journals();
  return code;
}

void ReadyRun::tell_of_shard(const std::string& earlier) const {
  const std::filesystem::path folder = task_.journal.parent_path();
  tell(line_,
       fmt::format("shard {} of {} is finished: {}{} When all are: initlab merge {} --output FILE.nc", *task_.shard,
                   task_.stored->shards, speed_text(), earlier, shell_word(folder.empty() ? "." : folder.string())));
}

void ReadyRun::note(std::uint64_t trials, double seconds) {
  trials_ = trials;
  record_.backend = backend_.name();
  record_.threads = backend_.threads();
  if (ranks_.size() > 1) record_.ranks = ranks_.size();
  record_.seconds = seconds;
  if (trials > 0) record_.trials_per_second = static_cast<double>(trials) / seconds;
}

std::string ReadyRun::speed_text() const {
  const std::string ranks = record_.ranks ? fmt::format("{} ranks of ", *record_.ranks) : "";
  return fmt::format("{} trials in {:.2f} s ({:.3g} a second; {}, {}{} thread{}).", trials_, record_.seconds,
                     record_.trials_per_second.value_or(0), backend_.name(), ranks, backend_.threads(),
                     backend_.threads() == 1 ? "" : "s");
}

void tell(const CommandLine& line, const std::string& text) {
  if (!line.has("quiet")) std::fprintf(stderr, "initlab: %s\n", text.c_str());
}

}  // namespace initlab
