#include "cli/plugin_options.hpp"

#include "plugins/search_path.hpp"

namespace initlab {

OptionSpec isolate_option() {
  return {
      "isolate-plugins", "",
      "tries every plugin in a process of its own before it is loaded: one that crashes or hangs is an error with a "
      "sentence"};
}

Catalogue open_catalogue(const CommandLine& line, const std::vector<std::string>& plugin_paths) {
  return Catalogue(plugin_search_path(plugin_paths), line.has("isolate-plugins") ? Trust::after_probe : Trust::full);
}

Catalogue open_catalogue(const CommandLine& line) { return open_catalogue(line, line.texts("plugin-path")); }

}  // namespace initlab
