#include "core/config_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "core/config_check.hpp"
#include "core/config_text.hpp"
#include "core/error.hpp"
#include "core/nearest.hpp"

namespace initlab {

/// A table and what was asked of it; shared by all readers of the table.
struct ConfigReader::Record {
  ConfigValue table;
  std::string path;
  std::vector<std::string> known;  ///< keys asked for, in the order of asking
  std::set<std::string, std::less<>> read;
  std::map<std::string, std::shared_ptr<Record>, std::less<>> tables;  ///< below this one, as far as read
  std::map<std::string, ConfigValue, std::less<>> defaults;            ///< of keys that are missing

  std::string path_of(std::string_view key) const {
    const bool ambiguous = key.find('.') != std::string_view::npos;
    const std::string shown = ambiguous ? fmt::format("\"{}\"", shortened(key)) : shortened(key);
    return path.empty() ? shown : path + "." + shown;
  }
  bool knows(std::string_view key) const { return std::find(known.begin(), known.end(), key) != known.end(); }
  void learn(std::string_view key) {
    if (!knows(key)) known.emplace_back(key);
  }

  void append_keys(std::vector<ConfigKey>& keys) const {
    for (const std::string& key : known) {
      if (const auto below = tables.find(key); below != tables.end())
        below->second->append_keys(keys);
      else if (read.contains(key))
        keys.push_back({path_of(key), *table.find(key), false});
      else if (const auto otherwise = defaults.find(key); otherwise != defaults.end())
        keys.push_back({path_of(key), otherwise->second, true});
    }
  }

  /// This record and all below it.
  std::vector<const Record*> family() const {
    std::vector<const Record*> all{this};
    for (std::size_t i = 0; i < all.size(); ++i)
      for (const auto& [key, below] : all[i]->tables) all.push_back(below.get());
    return all;
  }

  std::string suggestion_for(const std::string& key, const std::vector<const Record*>& family) const {
    if (const auto name = nearest(key, known)) return fmt::format(" (did you mean '{}'?)", path_of(*name));
    // "trials" below [network] was probably meant for the top, so the key is looked for in the other tables too.
    for (const Record* record : family)
      if (record->knows(key)) return fmt::format(" (did you mean '{}'?)", record->path_of(key));
    return known.empty() ? "" : fmt::format(" (known here: {})", fmt::join(known, ", "));
  }

  std::string complaint_about(const ConfigEntry& entry, const std::vector<const Record*>& family) const {
    const std::string place = entry.key_place.text();
    if (knows(entry.key))
      return fmt::format("{}: '{}' has no use beside the other keys. Remove it.", place, path_of(entry.key));
    return fmt::format("{}: unknown key '{}'{}", place, path_of(entry.key), suggestion_for(entry.key, family));
  }
};

namespace {

constexpr std::size_t complaints_shown = 10;

template <class Range>
std::string with_range(std::string_view kind, const Range& range) {
  const std::string text = range.text();
  return text.empty() ? std::string(kind) : fmt::format("{}, {}", kind, text);
}

/// As a configuration has it: TOML's integers end at 2^63 - 1.
ConfigValue seed_value(std::uint64_t seed) {
  if (seed <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    return ConfigValue(static_cast<std::int64_t>(seed));
  return ConfigValue(std::to_string(seed));
}

}  // namespace

ConfigReader::ConfigReader(ConfigValue table, std::string path) {
  if (table.kind() != ConfigKind::table) refuse_value(table, path, "must be a table, not " + described(table));
  record_ = std::make_shared<Record>(Record{std::move(table), std::move(path), {}, {}, {}, {}});
}

const ConfigValue* ConfigReader::find(std::string_view key) {
  record_->learn(key);
  const ConfigValue* value = record_->table.find(key);
  if (value) record_->read.emplace(key);
  return value;
}

const ConfigValue* ConfigReader::find_or(std::string_view key, ConfigValue otherwise) {
  const ConfigValue* value = find(key);
  if (!value) record_->defaults.emplace(key, std::move(otherwise));
  return value;
}

const ConfigValue& ConfigReader::find_or_refuse(std::string_view key, std::string_view wanted) {
  if (const ConfigValue* value = find(key)) return *value;
  std::string text = fmt::format("{}: '{}' is missing ({})", record_->table.place().text(), path_of(key), wanted);
  // Told here, because `finish` is not reached: the key may be there under a mistyped name.
  std::vector<std::string> unknown;
  for (const ConfigEntry& entry : record_->table.as_table())
    if (!record_->knows(entry.key)) unknown.push_back(entry.key);
  const auto misspelling = nearest(key, unknown);
  for (const ConfigEntry& entry : record_->table.as_table())
    if (misspelling == entry.key)
      text += fmt::format(". Is '{}' at {} a misspelling of it?", path_of(entry.key), entry.key_place.text());
  // What stands below a [table] belongs to it: easily forgotten for a key added at the end of the file.
  for (const ConfigEntry& entry : record_->table.as_table())
    if (const ConfigValue* below = entry.value.kind() == ConfigKind::table ? entry.value.find(key) : nullptr)
      text += fmt::format(". The one at {} stands under [{}]: move it above that line", below->place().text(),
                          path_of(entry.key));
  throw UsageError(text);
}

bool ConfigReader::boolean(std::string_view key) {
  return boolean_from(find_or_refuse(key, "true or false"), path_of(key));
}
bool ConfigReader::boolean_or(std::string_view key, bool otherwise) {
  const ConfigValue* value = find_or(key, ConfigValue(otherwise));
  return value ? boolean_from(*value, path_of(key)) : otherwise;
}

std::int64_t ConfigReader::integer(std::string_view key, IntegerRange range) {
  return integer_from(find_or_refuse(key, with_range("an integer", range)), path_of(key), range);
}
std::int64_t ConfigReader::integer_or(std::string_view key, std::int64_t otherwise, IntegerRange range) {
  const ConfigValue* value = find_or(key, ConfigValue(otherwise));
  return value ? integer_from(*value, path_of(key), range) : otherwise;
}

double ConfigReader::number(std::string_view key, NumberRange range) {
  return number_from(find_or_refuse(key, with_range("a number", range)), path_of(key), range);
}
double ConfigReader::number_or(std::string_view key, double otherwise, NumberRange range) {
  const ConfigValue* value = find_or(key, ConfigValue(otherwise));
  return value ? number_from(*value, path_of(key), range) : otherwise;
}

std::string ConfigReader::text(std::string_view key) {
  return text_from(find_or_refuse(key, "a string"), path_of(key));
}
std::string ConfigReader::text_or(std::string_view key, std::string otherwise) {
  const ConfigValue* value = find_or(key, ConfigValue(otherwise));
  return value ? text_from(*value, path_of(key)) : otherwise;
}

std::string ConfigReader::choice(std::string_view key, const std::vector<std::string>& allowed) {
  return choice_from(find_or_refuse(key, alternatives(allowed)), path_of(key), allowed);
}
std::string ConfigReader::choice_or(std::string_view key, std::string otherwise,
                                    const std::vector<std::string>& allowed) {
  const ConfigValue* value = find_or(key, ConfigValue(otherwise));
  return value ? choice_from(*value, path_of(key), allowed) : otherwise;
}

std::uint64_t ConfigReader::seed(std::string_view key) {
  return seed_from(find_or_refuse(key, seed_wanted), path_of(key));
}
std::uint64_t ConfigReader::seed_or(std::string_view key, std::uint64_t otherwise) {
  const ConfigValue* value = find_or(key, seed_value(otherwise));
  return value ? seed_from(*value, path_of(key)) : otherwise;
}

std::vector<std::int64_t> ConfigReader::integers(std::string_view key, IntegerRange range) {
  return integer_list_from(find_or_refuse(key, "a list of integers"), path_of(key), range);
}
std::vector<double> ConfigReader::numbers(std::string_view key, NumberRange range) {
  return number_list_from(find_or_refuse(key, "a list of numbers"), path_of(key), range);
}
std::vector<std::string> ConfigReader::texts(std::string_view key) {
  return text_list_from(find_or_refuse(key, "a list of strings"), path_of(key));
}
std::vector<std::string> ConfigReader::texts_or(std::string_view key, const std::vector<std::string>& otherwise) {
  ConfigValue::Array list;
  for (const std::string& text : otherwise) list.emplace_back(text);
  const ConfigValue* value = find_or(key, ConfigValue(std::move(list)));
  return value ? text_list_from(*value, path_of(key)) : otherwise;
}

ConfigValue ConfigReader::value(std::string_view key) { return find_or_refuse(key, "any value"); }
ConfigValue ConfigReader::value_or(std::string_view key, ConfigValue otherwise) {
  const ConfigValue* value = find_or(key, otherwise);
  return value ? *value : otherwise;
}

ConfigReader ConfigReader::table(std::string_view key) {
  const ConfigValue& value = find_or_refuse(key, "a table");
  if (const auto existing = record_->tables.find(key); existing != record_->tables.end())
    return ConfigReader(existing->second);
  const ConfigReader reader(value, path_of(key));
  record_->tables.emplace(key, reader.record_);
  return reader;
}
ConfigReader ConfigReader::table_or_empty(std::string_view key) {
  if (find(key)) return table(key);
  auto& below = record_->tables[std::string(key)];
  if (!below) below = ConfigReader(ConfigValue(ConfigValue::Table{}, record_->table.place()), path_of(key)).record_;
  return ConfigReader(below);
}

bool ConfigReader::has(std::string_view key) {
  record_->learn(key);
  return record_->table.find(key) != nullptr;
}

void ConfigReader::refuse(std::string_view key, std::string_view problem) const {
  const ConfigValue* value = record_->table.find(key);
  refuse_value(value ? *value : record_->table, path_of(key), problem);
}

std::string ConfigReader::path_of(std::string_view key) const { return record_->path_of(key); }

void ConfigReader::finish() const {
  const auto family = record_->family();
  std::vector<std::string> complaints;
  std::size_t unread = 0;
  for (const Record* record : family)
    for (const ConfigEntry& entry : record->table.as_table())
      if (!record->read.contains(entry.key) && ++unread <= complaints_shown)
        complaints.push_back(record->complaint_about(entry, family));
  if (unread > complaints_shown) complaints.push_back(fmt::format("and {} more", unread - complaints_shown));
  if (!complaints.empty()) throw UsageError(fmt::format("{}", fmt::join(complaints, "\n")));
}

std::vector<ConfigKey> ConfigReader::keys() const {
  std::vector<ConfigKey> all;
  record_->append_keys(all);
  return all;
}

}  // namespace initlab
