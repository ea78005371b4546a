#pragma once
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "plugins/record.hpp"

namespace initlab {

/// A number, or a text (of a choice: its name).
using ArgumentValue = std::variant<double, std::string>;

/// What the user wrote for a plugin, in the order written.
struct PluginArguments {
  std::vector<std::pair<std::string, ArgumentValue>> given;
};

struct ResolvedArgument {
  std::string name;
  ArgumentValue value;

  friend bool operator==(const ResolvedArgument&, const ResolvedArgument&) = default;
};

/// One value for each parameter of a record, in the record's order, defaults included: what a manifest stores and what
/// load.hpp hands to the plugin.
struct ResolvedArguments {
  std::vector<ResolvedArgument> values;

  friend bool operator==(const ResolvedArguments&, const ResolvedArguments&) = default;
};

/// Checks what was given against the record and adds the defaults.
///
/// Throws UsageError, naming parameter, value and plugin: unknown name (with the nearest), given twice, wrong type, not
/// finite or out of range, not a whole number, not one of the choices.
ResolvedArguments resolve(const PluginRecord&, const PluginArguments&);

}  // namespace initlab
