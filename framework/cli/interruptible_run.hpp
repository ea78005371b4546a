#pragma once
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/run_task.hpp"
#include "cli/stop_signals.hpp"
#include "execution/ranks.hpp"
#include "execution/stop_request.hpp"
#include "experiment/block_runner.hpp"
#include "experiment/journaled_run.hpp"

namespace initlab {

/// A run that keeps what it has finished in a journal, and that signals and a time limit can end. The task, and then
/// the plan, must outlive it.
class InterruptibleRun {
 public:
  /// From here on signals are an Interruption instead of the end. Of several ranks all make one; what follows is called
  /// by all, and only rank 0 speaks.
  InterruptibleRun(const RunTask& task, std::optional<StopSignals::Clock::time_point> end_of_time, Ranks& ranks);

  /// Opens the journal, and with `discard` removes an older one before. Throws as JournaledRun does. From here on other
  /// ranks are given blocks, each as many as suit that many threads.
  void begin(const Plan& plan, std::vector<std::size_t> blocks, bool discard, unsigned threads);

  /// Runs what is missing. Throws Interruption if it was stopped before nothing was, with the command to go on. Ranks
  /// other than 0 are done then.
  void run(const BlockRunner& runner, const ProgressReport& report);

  /// When the result is stored: the journal is not needed any more.
  void remove_journals() { journal_->remove_files(); }

  const JournaledRun& journal() const { return *journal_; }

 private:
  void open_journal(const Plan& plan, std::vector<std::size_t> blocks);
  void say_last_words() const;
  /// "stopped; 1200 of 3000 trials are kept. Go on with: initlab run depth.nc --resume"
  std::string stopped_text(const std::string& kept) const;

  const RunTask& task_;
  Ranks& ranks_;
  StopRequest stop_;
  std::unique_ptr<JournaledRun> journal_;
  std::atomic<JournaledRun*> begun_ = nullptr;  ///< journal_ once it is there, for the thread that waits for signals
  StopSignals signals_;
};

}  // namespace initlab
