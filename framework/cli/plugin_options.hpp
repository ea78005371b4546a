#pragma once
#include <string>
#include <vector>

#include "cli/command_line.hpp"
#include "plugins/catalogue.hpp"

namespace initlab {

/// --isolate-plugins: every plugin that is used is tried in a child process first (plugins/probe.hpp).
OptionSpec isolate_option();

/// The plugins that a command may use, as its options --plugin-path and --isolate-plugins say.
Catalogue open_catalogue(const CommandLine& line);
/// The same with these folders instead of --plugin-path.
Catalogue open_catalogue(const CommandLine& line, const std::vector<std::string>& plugin_paths);

}  // namespace initlab
