#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace initlab {

/// Where plugins are looked for, first come first served: the entries of --plugin-path, then those of the environment
/// variable INITLAB_PLUGIN_PATH, then <folder of this program>/../lib/initlab/plugins if there is one. Each may hold
/// several folders separated by ':'; empty ones are skipped.
///
/// Throws UsageError for a folder on the command line that does not exist.
std::vector<std::filesystem::path> plugin_search_path(const std::vector<std::string>& command_line);

/// The same without the installed folder: those that a user has named, to be named again by another process. Throws
/// UsageError for one that does not exist.
std::vector<std::filesystem::path> plugin_folders(const std::vector<std::string>& command_line);

}  // namespace initlab
