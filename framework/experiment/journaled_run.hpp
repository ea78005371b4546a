#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "execution/ranks.hpp"
#include "execution/stop_request.hpp"
#include "experiment/block_runner.hpp"
#include "experiment/journaled_blocks.hpp"
#include "experiment/progress.hpp"
#include "experiment/stored_plan.hpp"
#include "journal/journal_writer.hpp"

namespace initlab {

/// Reads journals of that plan. Throws ResultError, and UsageError naming what differs when one is of another plan.
JournaledBlocks read_journals(const Plan& plan, const std::vector<std::filesystem::path>& journals);

/// A run whose blocks go to the disk as they are finished, so that it can be killed at any moment and go on later.
/// Several ranks can do it together: each has a journal of its own and reads those of all, which are on a common disk.
class JournaledRun {
 public:
  /// Goes on with the journals at `base`, or begins one; holds the lock of the one it writes to, which is that of this
  /// rank. `blocks` are those that shall be run: all of the plan's, or a shard's. `warn` is told of damaged records,
  /// whose blocks are run again. Throws as read_journals does. Plan and ranks must outlive it.
  JournaledRun(const Plan& plan, const StoredPlan& stored, std::filesystem::path base, std::vector<std::size_t> blocks,
               const std::function<void(const std::string&)>& warn, const Ranks& ranks);

  /// When all ranks have come so far: what is missing is shared between them from now on, also while one of them, each
  /// with that many threads, does something else. Does nothing for a process alone.
  void share(Ranks& ranks, unsigned threads);

  /// Runs what is missing until nothing is, or it was asked to stop; what was finished by then is on the disk. Throws
  /// as BlockRunner does, and ResultError if the disk fails. With other ranks it returns when all of them have come so
  /// far; then rank 0 has read what all have done.
  void run(const BlockRunner& runner, const StopRequest& stop, const ProgressReport& report);
  bool is_finished() const { return blocks_.unfinished(wanted_).empty(); }

  /// Removes the run's journals, while it holds their lock.
  void remove_files();

  /// Puts on the disk what has been written so far. Any thread may call it.
  void commit() { writer_.commit(); }
  /// Of the run's blocks, before run() and after it.
  std::uint64_t trials_done() const { return blocks_.trials_of(wanted_); }
  std::uint64_t trials_wanted() const { return trials_wanted_; }
  const JournaledBlocks& blocks() const { return blocks_; }

 private:
  /// Whether this rank has to see to it that nothing is missing: rank 0, unless one was asked to stop.
  bool run_shared(const BlockRunner& runner, const StopRequest& stop, const ProgressReport& report);

  const Plan& plan_;
  std::filesystem::path base_, path_;  ///< of rank 0's journal, and of this rank's
  std::vector<std::size_t> wanted_;
  std::uint64_t trials_wanted_ = 0;
  std::function<void(const std::string&)> warn_;
  JournaledBlocks blocks_;
  JournalWriter writer_;
  bool is_first_;
  std::unique_ptr<SharedBlocks> shared_;
};

}  // namespace initlab
