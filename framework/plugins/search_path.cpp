#include "plugins/search_path.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <string_view>

#include "core/error.hpp"

namespace initlab {

namespace {

std::vector<std::filesystem::path> split(std::string_view list) {
  std::vector<std::filesystem::path> out;
  while (!list.empty()) {
    const std::size_t colon = std::min(list.find(':'), list.size());
    if (colon > 0) out.emplace_back(list.substr(0, colon));
    list.remove_prefix(std::min(colon + 1, list.size()));
  }
  return out;
}

}  // namespace

std::vector<std::filesystem::path> plugin_folders(const std::vector<std::string>& command_line) {
  std::vector<std::filesystem::path> out;
  std::error_code ignored;  // a folder that cannot be asked counts as one that is not there
  for (const std::string& argument : command_line)
    for (const auto& folder : split(argument)) {
      if (!std::filesystem::is_directory(folder, ignored))
        throw UsageError(fmt::format("--plugin-path {}: there is no such folder. Correct the path.", folder.string()));
      out.push_back(folder);
    }
  if (const char* environment = std::getenv("INITLAB_PLUGIN_PATH"))
    for (const auto& folder : split(environment)) out.push_back(folder);
  return out;
}

std::vector<std::filesystem::path> plugin_search_path(const std::vector<std::string>& command_line) {
  std::vector<std::filesystem::path> out = plugin_folders(command_line);
  std::error_code ignored;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const auto installed = (program.parent_path() / "../lib/initlab/plugins").lexically_normal();
  if (!program.empty() && std::filesystem::is_directory(installed, ignored)) out.push_back(installed);
  return out;
}

}  // namespace initlab
