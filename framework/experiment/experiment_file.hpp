#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "core/config_value.hpp"

namespace initlab {

/// An experiment as it was asked for: the file, and what the command line changed.
struct ExperimentFile {
  std::filesystem::path path;
  std::string text;                    ///< verbatim
  ConfigValue table;                   ///< with the changes applied
  std::vector<std::string> overrides;  ///< "network.depth=50", in order
};

/// Reads the file and applies the changes, each "key=value" in the syntax of the file; a later one wins. A changed key
/// that the file sweeps is no longer swept; a part of a swept value cannot be changed. Throws UsageError.
ExperimentFile load_experiment(const std::filesystem::path& path, const std::vector<std::string>& overrides);

/// The same of a text that was read before, as if it stood in the file `path`.
ExperimentFile experiment_from_text(const std::filesystem::path& path, std::string text,
                                    const std::vector<std::string>& overrides);

}  // namespace initlab
