#pragma once
#include <string>

#include "plugins/arguments.hpp"
#include "plugins/record.hpp"

namespace initlab {

/// The top of a plugin's page: the sentence `made_by`, the name, what it is, formula and reference.
std::string record_head(const PluginRecord& record);

/// Its parameters as a table with a title, or the sentence that it has none.
std::string parameter_section(const PluginRecord& record);

/// How an experiment file names the plugin: "relu" in quotes, or { plugin = "leaky_relu", slope = 0.01 } with all
/// parameters; those whose text is empty are left out.
std::string toml_choice(const PluginRecord& record, const ResolvedArguments& arguments);

/// The first sentence of a summary, for lists.
std::string first_sentence(const std::string& summary);

}  // namespace initlab
