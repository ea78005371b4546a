#include "experiment/plugin_choice.hpp"

#include "core/config_reader.hpp"
#include "core/config_text.hpp"
#include "core/error.hpp"

namespace initlab {
namespace {

ArgumentValue read_argument(const ConfigEntry& entry, const std::string& key) {
  switch (entry.value.kind()) {
    case ConfigKind::integer:
    case ConfigKind::floating:
      return entry.value.as_floating();
    case ConfigKind::string:
      return entry.value.as_string();
    default:
      throw UsageError(entry.value.place().text() + ": '" + key + "." + entry.key +
                       "' must be a number or a string, not " + described(entry.value));
  }
}

}  // namespace

std::string to_display(const PluginChoice& choice) {
  std::string arguments;
  for (const auto& [name, value] : choice.arguments.given)
    arguments += (arguments.empty() ? "" : ", ") + name + " = " +
                 std::visit([](const auto& v) { return to_display(ConfigValue(ConfigValue::Content(v))); }, value);
  return arguments.empty() ? choice.id : choice.id + " (" + arguments + ")";
}

PluginChoice read_plugin_choice(const ConfigValue& value, const std::string& key) {
  PluginChoice choice;
  choice.place = value.place();
  if (value.kind() == ConfigKind::string) {
    choice.id = value.as_string();
  } else if (value.kind() == ConfigKind::table) {
    choice.id = ConfigReader(value, key).text("plugin");
    for (const ConfigEntry& entry : value.as_table())
      if (entry.key != "plugin") choice.arguments.given.emplace_back(entry.key, read_argument(entry, key));
  } else {
    throw UsageError(value.place().text() + ": '" + key +
                     "' must be a plugin's name or { plugin = \"name\", parameter = value }, not " + described(value));
  }
  return choice;
}

}  // namespace initlab
