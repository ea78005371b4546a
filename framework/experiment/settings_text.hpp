#pragma once
#include <string>

#include "experiment/experiment_file.hpp"

namespace initlab {

/// An experiment as it is read: every key with its value and, behind it, where that comes from: a place in the file,
/// "--set", or "default". Keys that are swept stand in [sweep] only. The text is an experiment file that asks for the
/// same networks, to the last bit. Plugins' own parameters are listed where they are given. Throws UsageError for an
/// experiment that cannot be read.
std::string settings_text(const ExperimentFile& experiment);

}  // namespace initlab
