#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/config_range.hpp"
#include "core/config_value.hpp"

namespace initlab {

/// A key as it was read.
struct ConfigKey {
  std::string path;         ///< dotted, from the top
  ConfigValue value;        ///< what was written, or what the reader takes for a missing key
  bool is_default = false;  ///< whether it is the latter
};

/// Reads one table strictly: every key that is asked for is checked, and `finish` reports every key that nobody asked
/// for. All mistakes are UsageErrors of the form "depth.toml:3:10: 'trials' must be an integer, not the string "many"":
/// place, full dotted key, value, what is allowed.
///
///     ConfigReader reader(parse_config_file("depth.toml"));
///     const auto trials = reader.integer("trials", integers_from(1));
///     ConfigReader network = reader.table("network");
///     const auto depth = network.integer_or("depth", 10, integers_from(1));
///     reader.finish();
///
/// Readers of sub-tables belong to the reader they came from: one `finish` at the top covers them all, and two readers
/// of one sub-table are the same reader. A copy is the same reader too. Not for several threads at once.
///
/// In the functions below `key` is one key of this table. Those that end in `_or` answer the given value when the key
/// is missing; the others throw.
class ConfigReader {
 public:
  /// `path` is put before the keys in errors ("network.initializer"). Throws when the value is not a table.
  explicit ConfigReader(ConfigValue table, std::string path = "");

  bool boolean(std::string_view key);
  bool boolean_or(std::string_view key, bool otherwise);

  /// 1e3 and 1000.0 are refused: whoever writes them for a count may have meant something else.
  std::int64_t integer(std::string_view key, IntegerRange range = {});
  std::int64_t integer_or(std::string_view key, std::int64_t otherwise, IntegerRange range = {});

  /// Finite; an integer is a number too.
  double number(std::string_view key, NumberRange range = {});
  double number_or(std::string_view key, double otherwise, NumberRange range = {});

  std::string text(std::string_view key);
  std::string text_or(std::string_view key, std::string otherwise);

  /// A string that is one of `allowed`, in exactly that spelling.
  std::string choice(std::string_view key, const std::vector<std::string>& allowed);
  std::string choice_or(std::string_view key, std::string otherwise, const std::vector<std::string>& allowed);

  /// A seed, 0 to 2^64 - 1. TOML's integers end at 2^63 - 1; beyond, it is a string: seed = "18446744073709551615".
  std::uint64_t seed(std::string_view key);
  std::uint64_t seed_or(std::string_view key, std::uint64_t otherwise);

  /// Lists, possibly empty; every element is checked.
  std::vector<std::int64_t> integers(std::string_view key, IntegerRange range = {});
  std::vector<double> numbers(std::string_view key, NumberRange range = {});
  std::vector<std::string> texts(std::string_view key);
  std::vector<std::string> texts_or(std::string_view key, const std::vector<std::string>& otherwise);

  /// The value as it is, whatever its kind; everything in it counts as read.
  ConfigValue value(std::string_view key);
  ConfigValue value_or(std::string_view key, ConfigValue otherwise);

  ConfigReader table(std::string_view key);
  ConfigReader table_or_empty(std::string_view key);

  /// Whether the key is there. Does not count as reading it: a key that is only looked for and then left is reported.
  bool has(std::string_view key);

  /// For what no range can say. Throws "place: 'network.width' problem"; the place is the table's when the key is
  /// missing.
  [[noreturn]] void refuse(std::string_view key, std::string_view problem) const;

  /// The full dotted path of a key of this table.
  std::string path_of(std::string_view key) const;

  /// Throws one UsageError with a line for every key of this table and of the tables read below it that was not read:
  /// "depth.toml:14:1: unknown key 'network.activaton' (did you mean 'network.activation'?)". At most ten lines.
  void finish() const;

  /// What was read so far, of this table and of those below it, in the order of reading: each key that was there, and
  /// each that was missing and has a value of the `_or` functions.
  std::vector<ConfigKey> keys() const;

 private:
  struct Record;
  explicit ConfigReader(std::shared_ptr<Record> record) : record_(std::move(record)) {}

  const ConfigValue* find(std::string_view key);
  const ConfigValue* find_or(std::string_view key, ConfigValue otherwise);
  const ConfigValue& find_or_refuse(std::string_view key, std::string_view wanted);

  std::shared_ptr<Record> record_;
};

}  // namespace initlab
