#pragma once
#include <string>
#include <vector>

#include "cli/command_line.hpp"
#include "experiment/experiment_file.hpp"

namespace initlab {

/// The options that change an experiment: --set, --trials, --seed.
std::vector<OptionSpec> experiment_options();

/// What they ask for, as overrides of an experiment (experiment_file.hpp). --trials and --seed come last and win.
std::vector<std::string> experiment_overrides(const CommandLine& line);

/// The experiment that the command's first word names, with these changes. Throws UsageError, among others for a file
/// that is a plan already.
ExperimentFile experiment_to_plan(const CommandLine& line);

}  // namespace initlab
