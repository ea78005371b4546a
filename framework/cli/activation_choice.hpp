#pragma once
#include <memory>
#include <string>

#include "cli/command_line.hpp"
#include "core/activation.hpp"
#include "plugins/arguments.hpp"
#include "results/manifest.hpp"

namespace initlab {

/// The activation that a command is about.
struct ChosenActivation {
  std::string id;
  std::string label;  ///< "tanh", "leaky_relu(slope=0.2)": with all parameters it has
  ResolvedArguments arguments;
  PluginIdentity identity;
  std::unique_ptr<Activation> activation;
};

/// The options by which every such command lets its user choose: --set and --plugin-path.
std::vector<OptionSpec> activation_options();

/// What --set gives, in the order given.
PluginArguments given_arguments(const CommandLine& line);

/// Loads the activation of the command's first word. Throws UsageError for parameters that it has not, PluginError for
/// a plugin that cannot be used.
ChosenActivation choose_activation(const CommandLine& line);

}  // namespace initlab
