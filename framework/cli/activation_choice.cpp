#include "cli/activation_choice.hpp"

#include "cli/plugin_options.hpp"
#include "core/config_parser.hpp"
#include "core/config_text.hpp"
#include "core/error.hpp"
#include "core/hash.hpp"
#include "experiment/plugin_identity.hpp"
#include "plugins/load.hpp"

namespace initlab {
namespace {

ArgumentValue argument_value(const ConfigAssignment& assignment) {
  switch (assignment.value.kind()) {
    case ConfigKind::integer:
    case ConfigKind::floating:
      return assignment.value.as_floating();
    case ConfigKind::string:
      return assignment.value.as_string();
    default:
      throw UsageError("--set " + assignment.path + " must be a number or a string, not " +
                       described(assignment.value) + ".");
  }
}

std::string label_of(const std::string& id, const ResolvedArguments& arguments) {
  ConfigValue::Table table = {{"plugin", {}, ConfigValue(id)}};
  for (const auto& [name, value] : arguments.values)
    table.push_back({name, {}, std::visit([](const auto& v) { return ConfigValue(v); }, value)});
  return to_display(ConfigValue(table));
}

}  // namespace

std::vector<OptionSpec> activation_options() {
  return {{"set", "NAME=VALUE", "gives a parameter of the activation, as in --set slope=0.2; may be repeated", true},
          {"plugin-path", "FOLDERS", "looks for plugins there first; folders are separated by ':'", true},
          isolate_option()};
}

PluginArguments given_arguments(const CommandLine& line) {
  PluginArguments given;
  for (const std::string& text : line.texts("set")) {
    const ConfigAssignment assignment = parse_assignment(text);
    given.given.emplace_back(assignment.path, argument_value(assignment));
  }
  return given;
}

ChosenActivation choose_activation(const CommandLine& line) {
  const Catalogue catalogue = open_catalogue(line);
  const CatalogueEntry& entry = catalogue.find(PluginKind::activation, line.word(0));
  ResolvedArguments arguments = resolve(entry.record, given_arguments(line));
  std::unique_ptr<Activation> activation = load_activation(entry, arguments);
  std::string label = label_of(entry.record.id, arguments);
  PluginIdentity identity = plugin_identity(entry, arguments, sha256_hex_of_file(entry.file));
  return {entry.record.id, std::move(label), std::move(arguments), std::move(identity), std::move(activation)};
}

}  // namespace initlab
