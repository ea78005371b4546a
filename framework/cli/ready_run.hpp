#pragma once
#include <cstdint>
#include <string>

#include "cli/command_line.hpp"
#include "cli/interruptible_run.hpp"
#include "cli/run_presentation.hpp"
#include "cli/run_task.hpp"
#include "execution/backend.hpp"
#include "execution/ranks.hpp"
#include "experiment/plan.hpp"
#include "results/run_record.hpp"

namespace initlab {

/// A run that has its plan: what remains is to carry it out, and to show what came of it. All that it is given must
/// outlive it.
class ReadyRun {
 public:
  ReadyRun(const CommandLine& line, const RunTask& task, const Plan& plan, const Backend& backend, double memory_limit,
           RunRecord record, const Ranks& ranks);

  /// Of several ranks only the first may call it.
  ExitCode in_memory();
  /// Runs what the journal does not have yet, and makes the result when all is there.
  ExitCode to_disk(InterruptibleRun& journaled);

 private:
  void note(std::uint64_t trials, double seconds);
  std::string speed_text() const;
  void tell_of_shard(const std::string& earlier) const;

  const CommandLine& line_;
  const RunTask& task_;
  const Plan& plan_;
  const Backend& backend_;
  double memory_limit_;
  const Ranks& ranks_;
  RunPresentation presentation_;
  RunRecord record_;
  std::uint64_t trials_ = 0;
};

/// A sentence on standard error, unless --quiet.
void tell(const CommandLine& line, const std::string& text);

}  // namespace initlab
