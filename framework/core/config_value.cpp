#include "core/config_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/config_text.hpp"
#include "core/error.hpp"

namespace initlab {

struct ConfigValue::Node {
  Content content;
  ConfigPlace place;
};

namespace {

// Keeps every tree shallow enough for recursion.
constexpr std::size_t path_parts_limit = 64;

template <class T>
const T& content_as(const ConfigValue& value, const char* wanted) {
  if (const T* content = std::get_if<T>(&value.content())) return *content;
  throw DomainError(fmt::format("a configuration value was read as {} but is {}", wanted, described(value)));
}

std::vector<std::string> split_path(std::string_view path, const ConfigPlace& place) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t dot = path.find('.', begin);
    parts.emplace_back(path.substr(begin, dot - begin));
    if (parts.back().empty())
      throw UsageError(fmt::format("{}: the key '{}' has an empty part", place.text(), shortened(path)));
    if (parts.size() > path_parts_limit)
      throw UsageError(
          fmt::format("{}: the key '{}' has more than {} parts", place.text(), shortened(path), path_parts_limit));
    if (dot == std::string_view::npos) return parts;
    begin = dot + 1;
  }
}

std::string joined(const std::vector<std::string>& parts, std::size_t count) {
  return shortened(
      fmt::format("{}", fmt::join(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(count), ".")));
}

void put(ConfigValue::Table& table, const std::string& key, ConfigValue value) {
  const auto entry = std::find_if(table.begin(), table.end(), [&](const ConfigEntry& e) { return e.key == key; });
  const ConfigPlace place = value.place();
  if (entry == table.end())
    table.push_back({key, place, std::move(value)});
  else
    *entry = {key, place, std::move(value)};
}

ConfigValue replaced(const ConfigValue& table, const std::vector<std::string>& parts, std::size_t done,
                     ConfigValue value) {
  if (table.kind() != ConfigKind::table)
    throw UsageError(fmt::format("{}: '{}' cannot be set, because '{}' ({}) is {}, not a table. Set '{}' as a whole.",
                                 value.place().text(), joined(parts, parts.size()), joined(parts, done),
                                 table.place().text(), described(table), joined(parts, done)));
  const std::string& key = parts[done];
  ConfigValue::Table entries = table.as_table();
  if (done + 1 == parts.size()) {
    put(entries, key, std::move(value));
  } else {
    const ConfigValue* below = table.find(key);
    const ConfigValue start = below ? *below : ConfigValue(ConfigValue::Table{}, value.place());
    ConfigValue changed = replaced(start, parts, done + 1, std::move(value));
    put(entries, key, std::move(changed));
  }
  return ConfigValue(std::move(entries), table.place());
}

}  // namespace

std::string ConfigPlace::text() const {
  const std::string name = source ? *source : "configuration";
  return line == 0 ? name : fmt::format("{}:{}:{}", name, line, column);
}

ConfigValue::ConfigValue(Content content, ConfigPlace place)
    : node_(std::make_shared<const Node>(Node{std::move(content), std::move(place)})) {}

ConfigKind ConfigValue::kind() const { return static_cast<ConfigKind>(node_->content.index()); }
const ConfigPlace& ConfigValue::place() const { return node_->place; }
const ConfigValue::Content& ConfigValue::content() const { return node_->content; }

bool ConfigValue::as_boolean() const { return content_as<bool>(*this, "a boolean"); }
std::int64_t ConfigValue::as_integer() const { return content_as<std::int64_t>(*this, "an integer"); }
double ConfigValue::as_floating() const {
  if (kind() == ConfigKind::integer) return static_cast<double>(as_integer());
  return content_as<double>(*this, "a number");
}
const std::string& ConfigValue::as_string() const { return content_as<std::string>(*this, "a string"); }
const ConfigValue::Array& ConfigValue::as_array() const { return content_as<Array>(*this, "a list"); }
const ConfigValue::Table& ConfigValue::as_table() const { return content_as<Table>(*this, "a table"); }

const ConfigValue* ConfigValue::find(std::string_view key) const {
  for (const ConfigEntry& entry : as_table())
    if (entry.key == key) return &entry.value;
  return nullptr;
}

ConfigValue ConfigValue::with(std::string_view dotted_path, ConfigValue value) const {
  const auto parts = split_path(dotted_path, value.place());
  return replaced(*this, parts, 0, std::move(value));
}

}  // namespace initlab
