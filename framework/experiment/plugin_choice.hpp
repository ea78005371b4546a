#pragma once
#include <string>

#include "core/config_value.hpp"
#include "plugins/arguments.hpp"

namespace initlab {

/// A plugin as an experiment file names it: "relu", or { plugin = "leaky_relu", slope = 0.2 }.
struct PluginChoice {
  std::string id;
  PluginArguments arguments;
  ConfigPlace place;
};

/// "normal (std = 0.1)": the plugin and what the file sets of it.
std::string to_display(const PluginChoice& choice);

/// Throws UsageError with the place; `key` is the full path for its text.
PluginChoice read_plugin_choice(const ConfigValue& value, const std::string& key);

}  // namespace initlab
