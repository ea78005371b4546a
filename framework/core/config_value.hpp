#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace initlab {

/// Where a value was written: "depth.toml:14:9", "depth.toml" for a file as a whole, "--set" for the command line.
struct ConfigPlace {
  std::shared_ptr<const std::string> source;  ///< file name as the user gave it; shared by all values of the file
  std::uint32_t line = 0;                     ///< from 1; 0 for the source as a whole
  std::uint32_t column = 0;                   ///< from 1, in characters, not bytes

  std::string text() const;
};

/// The order is that of the alternatives of ConfigValue::Content.
enum class ConfigKind { boolean, integer, floating, string, array, table };

struct ConfigEntry;

/// One value of a configuration: a boolean, integer, number, string, list or table, with the place it came from.
///
/// Never changes after it was made; a copy shares the tree and costs one reference count. Tables keep their entries in
/// the order in which they were written, because that is the order of a sweep's axes. The accessors throw DomainError
/// for a value of another kind: what a user wrote is checked by ConfigReader.
class ConfigValue {
 public:
  using Array = std::vector<ConfigValue>;
  using Table = std::vector<ConfigEntry>;  ///< keys are unique
  using Content = std::variant<bool, std::int64_t, double, std::string, Array, Table>;

  explicit ConfigValue(Content content, ConfigPlace place = {});

  ConfigKind kind() const;
  const ConfigPlace& place() const;
  const Content& content() const;

  bool as_boolean() const;
  std::int64_t as_integer() const;
  double as_floating() const;  ///< also of an integer
  const std::string& as_string() const;
  const Array& as_array() const;
  const Table& as_table() const;

  /// The entry of a table under this key (one key, not a path), or nullptr. Valid as long as this table.
  const ConfigValue* find(std::string_view key) const;

  /// This table with one value replaced or added: with("network.depth", v). The tables on the way are made where they
  /// are missing. Throws UsageError when something on the way is not a table, or a part of the path is empty.
  ConfigValue with(std::string_view dotted_path, ConfigValue value) const;

 private:
  struct Node;
  std::shared_ptr<const Node> node_;
};

/// One key of a table.
struct ConfigEntry {
  std::string key;
  ConfigPlace key_place;
  ConfigValue value;
};

}  // namespace initlab
