#include "experiment/settings_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/config_text.hpp"
#include "experiment/settings.hpp"
#include "experiment/sweep.hpp"

namespace initlab {
namespace {

std::string line(const std::string& key, const ConfigValue& value, const std::string& origin) {
  return fmt::format("{:<56}  # {}\n", fmt::format("{} = {}", key, canonical(value)), origin);
}

bool is_swept(const std::string& key, const std::vector<Axis>& axes) {
  return std::ranges::any_of(axes,
                             [&](const Axis& axis) { return axis.key == key || key.starts_with(axis.key + "."); });
}

std::string sweep_text(const ConfigValue& sweep) {
  std::string text = "\n[sweep]\n";
  for (const ConfigEntry& axis : sweep.as_table())
    text += line(canonical(ConfigValue(axis.key)), axis.value, axis.value.place().text());
  return text;
}

}  // namespace

std::string settings_text(const ExperimentFile& experiment) {
  const Sweep sweep = expand_sweep(experiment.table);
  std::string text, table;
  for (const auto& [path, value, is_default] : settings_keys(sweep.points.front(), experiment.path.parent_path())) {
    if (path == "sweep" || is_swept(path, sweep.axes)) continue;
    const std::size_t dot = path.find('.');
    if (dot != path.npos && path.substr(0, dot) != table) {
      table = path.substr(0, dot);
      text += "\n[" + table + "]\n";
    }
    const std::string key = dot == path.npos ? path : path.substr(dot + 1);
    text += line(key, value, is_default ? "default" : value.place().text());
  }
  const ConfigValue* axes = experiment.table.find("sweep");
  return axes ? text + sweep_text(*axes) : text;
}

}  // namespace initlab
