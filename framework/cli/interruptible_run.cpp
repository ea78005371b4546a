#include "cli/interruptible_run.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <utility>

#include "core/error.hpp"
#include "experiment/journal_files.hpp"

namespace initlab {

InterruptibleRun::InterruptibleRun(const RunTask& task, std::optional<StopSignals::Clock::time_point> end_of_time,
                                   Ranks& ranks)
    : task_(task), ranks_(ranks), signals_(stop_, end_of_time, [this] { say_last_words(); }) {}

void InterruptibleRun::begin(const Plan& plan, std::vector<std::size_t> blocks, bool discard, unsigned threads) {
  // Rank 0 first: its lock is that of the whole run.
  ranks_.agree([&] {
    if (!ranks_.is_first()) return;
    if (discard) initlab::remove_journals(task_.journal);
    open_journal(plan, blocks);
  });
  ranks_.agree([&] {
    if (!ranks_.is_first()) open_journal(plan, blocks);
  });
  journal_->share(ranks_, threads);
}

void InterruptibleRun::open_journal(const Plan& plan, std::vector<std::size_t> blocks) {
  StoredPlan stored = task_.stored ? *task_.stored : stored_plan_of(plan, task_.experiment->path, task_.plugin_paths);
  if (task_.outputs.csv) stored.csv = std::filesystem::absolute(*task_.outputs.csv).lexically_normal();
  const auto warn = [first = ranks_.is_first()](const std::string& text) {
    if (first) std::fprintf(stderr, "initlab: %s\n", text.c_str());
  };
  journal_ = std::make_unique<JournaledRun>(plan, stored, task_.journal, std::move(blocks), warn, ranks_);
  begun_ = journal_.get();
}

void InterruptibleRun::run(const BlockRunner& runner, const ProgressReport& report) {
  journal_->run(runner, stop_, report);
  // The others are not waited for when there is no time left.
  const bool at_once = stop_.before_next_trial();
  if (!at_once) ranks_.end_of_work();
  if (!ranks_.is_first()) {
    if (at_once) throw Interruption("");
    return;
  }
  if (!journal_->is_finished())
    throw Interruption(
        stopped_text(fmt::format("{} of {} trials are", journal_->trials_done(), journal_->trials_wanted())));
}

std::string InterruptibleRun::stopped_text(const std::string& kept) const {
  return fmt::format("stopped; {} kept in {}. Go on with: {}", kept, task_.journal.string(), task_.resume_command());
}

void InterruptibleRun::say_last_words() const {
  std::string text = "stopped before the first trial. Run the same command again.";
  if (JournaledRun* const journal = begun_) try {
      journal->commit();
      text = stopped_text("what was finished is");
    } catch (const Error& error) {
      text = error.what();
    }
  if (ranks_.is_first()) std::fprintf(stderr, "initlab: %s\n", text.c_str());
}

}  // namespace initlab
