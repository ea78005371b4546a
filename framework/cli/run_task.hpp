#pragma once
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/command_line.hpp"
#include "cli/output_files.hpp"
#include "experiment/experiment_file.hpp"
#include "experiment/stored_plan.hpp"

namespace initlab {

/// What `initlab run` is asked for: to begin an experiment, to go on with one, or to do a shard of a plan.
struct RunTask {
  std::optional<ExperimentFile> experiment;  ///< always, unless the result is finished
  std::vector<std::string> plugin_paths;     ///< of --plugin-path, and of the stored plan
  OutputFiles outputs;
  std::filesystem::path journal;  ///< where finished blocks are kept; empty if nothing is stored

  std::optional<StoredPlan> stored;  ///< what was decided when the run, or the plan, was made
  std::string stored_in;             ///< the file that holds it
  std::optional<std::size_t> shard;  ///< of stored->shards, from 1
  std::optional<Manifest> finished;  ///< of the result, when --resume finds one that is complete

  /// The command that goes on with it.
  std::string resume_command() const;
};

/// Reads what the options --output, --csv, --force, --resume, --shard, --only and those that change the experiment ask
/// for. Throws UsageError where they contradict each other, and ResultError where there is nothing to go on with, or
/// something that would be overwritten.
RunTask run_task(const CommandLine& line);

}  // namespace initlab
