#include "experiment/sweep.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "core/config_text.hpp"
#include "core/error.hpp"

namespace initlab {
namespace {

constexpr std::size_t most_points = 1'000'000;

bool is_number(const ConfigValue& value) {
  return value.kind() == ConfigKind::integer || value.kind() == ConfigKind::floating;
}

[[noreturn]] void refuse(const ConfigPlace& place, const std::string& key, const std::string& problem) {
  throw UsageError(place.text() + ": 'sweep." + shortened(key) + "' " + problem);
}

Axis make_axis(const ConfigEntry& entry) {
  // What belongs to the file as a whole, not to a point of it.
  constexpr std::array<std::string_view, 5> fixed{"title", "claim", "measure", "measure.observables", "sweep"};
  if (std::find(fixed.begin(), fixed.end(), entry.key) != fixed.end() || entry.key.starts_with("sweep."))
    refuse(entry.key_place, entry.key, "cannot be swept (it is the same for all points)");
  if (entry.value.kind() == ConfigKind::table)
    refuse(entry.key_place, entry.key,
           "must be a list of values, not a table (a key with dots needs quotes: \"network.depth\" = [1, 2])");
  if (entry.value.kind() != ConfigKind::array)
    refuse(entry.value.place(), entry.key, "must be a list of values, not " + described(entry.value));
  const ConfigValue::Array& values = entry.value.as_array();
  if (values.empty()) refuse(entry.value.place(), entry.key, "is empty (a sweep needs at least one value)");

  Axis axis{entry.key, {}, {}};
  const bool numeric = std::all_of(values.begin(), values.end(), is_number);
  std::set<std::string> seen;
  for (const ConfigValue& value : values) {
    axis.labels.push_back(to_display(value));
    if (!seen.insert(axis.labels.back()).second)
      refuse(value.place(), entry.key, "lists " + shortened(axis.labels.back()) + " twice");
    if (numeric) axis.numbers.push_back(value.as_floating());
  }
  return axis;
}

}  // namespace

Sweep expand_sweep(const ConfigValue& experiment) {
  Sweep sweep;
  sweep.points.push_back(experiment);
  const ConfigValue* table = experiment.kind() == ConfigKind::table ? experiment.find("sweep") : nullptr;
  if (!table) return sweep;
  if (table->kind() != ConfigKind::table)
    throw UsageError(table->place().text() + ": 'sweep' must be a table of lists, not " + described(*table));

  for (const ConfigEntry& entry : table->as_table()) {
    for (const Axis& earlier : sweep.axes)
      if (earlier.key.starts_with(entry.key + "."))
        refuse(entry.key_place, entry.key,
               "would undo 'sweep." + shortened(earlier.key) + "' (write it above that one)");
    sweep.axes.push_back(make_axis(entry));
    const ConfigValue::Array& values = entry.value.as_array();
    if (values.size() > most_points / sweep.points.size())
      refuse(entry.key_place, entry.key, "makes more than " + std::to_string(most_points) + " points");
    std::vector<ConfigValue> points;
    for (const ConfigValue& point : sweep.points)
      for (const ConfigValue& value : values) points.push_back(point.with(entry.key, value));
    sweep.points = std::move(points);
  }
  return sweep;
}

}  // namespace initlab
