#include "experiment/setting_differences.hpp"

#include <algorithm>
#include <utility>

#include "core/config_text.hpp"
#include "core/error.hpp"
#include "experiment/experiment_file.hpp"
#include "experiment/only_override.hpp"

namespace initlab {
namespace {

constexpr const char* not_given = "not given";

/// "network.depth" -> "50", in the order of the file.
using FlatSettings = std::vector<std::pair<std::string, std::string>>;

void flatten(const ConfigValue& value, const std::string& path, FlatSettings& into) {
  if (value.kind() != ConfigKind::table) return into.emplace_back(path, canonical(value)), void();
  for (const ConfigEntry& entry : value.as_table())
    flatten(entry.value, path.empty() ? entry.key : path + '.' + entry.key, into);
}

ConfigValue table_of(const Manifest& manifest) {
  return experiment_from_text(manifest.experiment_name, manifest.experiment_text, without_only(manifest.overrides))
      .table;
}

FlatSettings settings_of(const ConfigValue& table, const std::vector<std::string_view>& except) {
  FlatSettings settings;
  flatten(table, "", settings);
  std::erase_if(settings,
                [&](const auto& setting) { return std::ranges::find(except, setting.first) != except.end(); });
  return settings;
}

const std::string& value_in(const FlatSettings& settings, const std::string& key) {
  static const std::string none = not_given;
  const auto found = std::ranges::find(settings, key, &FlatSettings::value_type::first);
  return found == settings.end() ? none : found->second;
}

std::string axes_of(const ConfigValue& table) {
  std::string axes;
  const ConfigValue* sweep = table.find("sweep");
  if (sweep && sweep->kind() == ConfigKind::table)
    for (const ConfigEntry& axis : sweep->as_table()) axes += (axes.empty() ? "" : ", ") + axis.key;
  return axes;
}

std::vector<PlanDifference> compared(const ConfigValue& stored_table, const ConfigValue& now_table,
                                     const std::vector<std::string_view>& except) {
  const FlatSettings stored = settings_of(stored_table, except), now = settings_of(now_table, except);
  std::vector<PlanDifference> all;
  for (const auto& [key, value] : stored)
    if (const std::string& other = value_in(now, key); other != value) all.push_back({key, value, other});
  for (const auto& [key, value] : now)
    if (std::ranges::find(stored, key, &FlatSettings::value_type::first) == stored.end())
      all.push_back({key, not_given, value});
  // Points are numbered by the axes' order, the only order in an experiment that matters.
  const std::string before = axes_of(stored_table), after = axes_of(now_table);
  const auto is_of_sweep = [](const PlanDifference& difference) { return difference.name.starts_with("sweep."); };
  if (before != after && std::ranges::none_of(all, is_of_sweep))
    all.push_back({"order of the sweep's axes", before, after});
  return all;
}

}  // namespace

std::vector<PlanDifference> setting_differences(const Manifest& stored, const Manifest& now,
                                                const std::vector<std::string_view>& except) {
  if (stored.experiment_text == now.experiment_text && stored.overrides == now.overrides) return {};
  std::vector<PlanDifference> all = compared(table_of(stored), table_of(now), except);
  const auto only = [](const Manifest& manifest) {
    const std::optional<OnlyTrial> trial = only_of(manifest.overrides);
    return trial ? trial->text() : not_given;
  };
  if (only(stored) != only(now)) all.push_back({"--only", only(stored), only(now)});
  return all;
}

}  // namespace initlab
