#include "experiment/experiment_file.hpp"

#include <algorithm>

#include "core/config_parser.hpp"
#include "core/config_text.hpp"
#include "core/error.hpp"
#include "core/text_file.hpp"

namespace initlab {
namespace {

/// Every point would overwrite the change.
void refuse_below_axis(const ConfigValue& table, const std::string& path) {
  const ConfigValue* sweep = table.find("sweep");
  if (!sweep || sweep->kind() != ConfigKind::table) return;
  for (const ConfigEntry& axis : sweep->as_table())
    if (path.starts_with(axis.key + "."))
      throw UsageError("--set: '" + shortened(path) + "' would change nothing, because the file sweeps '" +
                       shortened(axis.key) + "' (" + axis.key_place.text() + "). Set '" + shortened(axis.key) +
                       "' as a whole.");
}

/// Without the axes that would overwrite the changed key, or a part of it.
ConfigValue without_axes(const ConfigValue& table, const std::string& key) {
  const ConfigValue* sweep = table.find("sweep");
  if (!sweep || sweep->kind() != ConfigKind::table) return table;
  ConfigValue::Table axes = sweep->as_table();
  if (std::erase_if(axes,
                    [&](const ConfigEntry& axis) { return axis.key == key || axis.key.starts_with(key + "."); }) == 0)
    return table;
  return table.with("sweep", ConfigValue(std::move(axes), sweep->place()));
}

}  // namespace

ExperimentFile load_experiment(const std::filesystem::path& path, const std::vector<std::string>& overrides) {
  return experiment_from_text(path, read_text_file(path, config_size_limit), overrides);
}

ExperimentFile experiment_from_text(const std::filesystem::path& path, std::string text,
                                    const std::vector<std::string>& overrides) {
  ConfigValue table = parse_config(text, path.string());
  for (const std::string& override_text : overrides) {
    const ConfigAssignment change = parse_assignment(override_text);
    refuse_below_axis(table, change.path);
    table = without_axes(table.with(change.path, change.value), change.path);
  }
  return {path, std::move(text), std::move(table), overrides};
}

}  // namespace initlab
