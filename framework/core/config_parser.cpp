#include "core/config_parser.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "core/config_text.hpp"
#include "core/error.hpp"
#include "core/text_file.hpp"
#include "core/toml_guard.hpp"

namespace initlab {
namespace {

/// How the places of one text are written down.
class Places {
 public:
  enum class Detail { line_and_column, source_only };

  Places(std::string source, Detail detail)
      : source_(std::make_shared<const std::string>(std::move(source))), detail_(detail) {}

  ConfigPlace whole() const { return {source_, 0, 0}; }
  ConfigPlace at(const toml::source_position& position) const {
    if (detail_ == Detail::source_only) return whole();
    return {source_, static_cast<std::uint32_t>(position.line), static_cast<std::uint32_t>(position.column)};
  }

 private:
  std::shared_ptr<const std::string> source_;
  Detail detail_;
};

ConfigValue value_from(const toml::node& node, const Places& places, int depth);

ConfigValue::Table entries_from(const toml::table& table, const Places& places, int depth) {
  struct Written {
    const toml::key* key;
    const toml::node* node;
  };
  std::vector<Written> in_file_order;
  for (const auto& [key, node] : table) in_file_order.push_back({&key, &node});
  // The parser sorts by name; a sweep's axes come in the order in which they were written.
  std::stable_sort(in_file_order.begin(), in_file_order.end(),
                   [](const Written& a, const Written& b) { return a.key->source().begin < b.key->source().begin; });

  ConfigValue::Table entries;
  entries.reserve(in_file_order.size());
  for (const auto& [key, node] : in_file_order)
    entries.push_back({std::string(key->str()), places.at(key->source().begin), value_from(*node, places, depth + 1)});
  return entries;
}

ConfigValue::Array elements_from(const toml::array& array, const Places& places, int depth) {
  ConfigValue::Array elements;
  elements.reserve(array.size());
  for (const toml::node& node : array) elements.push_back(value_from(node, places, depth + 1));
  return elements;
}

ConfigValue value_from(const toml::node& node, const Places& places, int depth) {
  const ConfigPlace place = places.at(node.source().begin);
  // Brackets and dotted keys, each within their limit, multiply: {a.b.c = {a.b.c = ...}}.
  if (depth > config_nesting_limit)
    throw UsageError(fmt::format("{}: this value is inside more than {} others", place.text(), config_nesting_limit));
  switch (node.type()) {
    case toml::node_type::table:
      return ConfigValue(entries_from(*node.as_table(), places, depth), place);
    case toml::node_type::array:
      return ConfigValue(elements_from(*node.as_array(), places, depth), place);
    case toml::node_type::string:
      return ConfigValue(node.as_string()->get(), place);
    case toml::node_type::integer:
      return ConfigValue(node.as_integer()->get(), place);
    case toml::node_type::floating_point:
      return ConfigValue(node.as_floating_point()->get(), place);
    case toml::node_type::boolean:
      return ConfigValue(node.as_boolean()->get(), place);
    default:
      throw UsageError(place.text() +
                       ": dates and times have no meaning here. Put the value in quotes if it is a name.");
  }
}

std::string advice_for(std::string_view problem) {
  const auto about = [&](std::string_view words) { return problem.find(words) != std::string_view::npos; };
  if (about("cannot redefine existing")) return ". A key may be given once: remove one of the two.";
  if (about("not representable in 64 bits"))
    return ". Integers end at 9223372036854775807; a seed beyond that is written in quotes.";
  if (about("could not determine value type") || about("while parsing boolean")) return ". A text needs quotes.";
  return "";
}

/// The parser repeats what it stumbled over as it is, control characters too.
std::string description_of(const toml::parse_error& error) { return shortened(error.description(), 400); }

UsageError syntax_error(const toml::parse_error& error, const Places& places) {
  std::string problem = description_of(error);
  const std::string advice = advice_for(problem);
  constexpr std::string_view opening = "Error while parsing ";
  if (problem.starts_with(opening)) problem = "mistake in this " + problem.substr(opening.size());
  return UsageError(places.at(error.source().begin).text() + ": " + problem + advice);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// Anything without blanks and without the signs by which TOML would have meant something else.
bool is_word(std::string_view text) { return text.find_first_of(" \t\r\n\"'[]{}=,#\\") == std::string_view::npos; }

[[noreturn]] void refuse_value_of(std::string_view path, std::string_view what) {
  throw UsageError(fmt::format("--set: the value of '{}' {}", shortened(path), what));
}

ConfigValue parse_single_value(std::string_view text, std::string_view path, const Places& places) {
  const toml::table table = toml::parse(fmt::format("value = {}\n", text));
  // More than one key: a line break in the text brought in another.
  if (table.size() != 1) refuse_value_of(path, "is more than one value");
  const toml::node& node = table.begin()->second;
  // A date: what was written is a good name.
  if (node.is_date() || node.is_time() || node.is_date_time()) return ConfigValue(std::string(text), places.whole());
  return value_from(node, places, 1);
}

}  // namespace

ConfigValue parse_config(std::string_view text, const std::string& name) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  check_before_parsing(text, name);
  const Places places(name, Places::Detail::line_and_column);
  try {
    return ConfigValue(entries_from(toml::parse(text), places, 0), places.whole());
  } catch (const toml::parse_error& error) {
    throw syntax_error(error, places);
  }
}

ConfigValue parse_config_file(const std::filesystem::path& path) {
  return parse_config(read_text_file(path, config_size_limit), path.string());
}

ConfigAssignment parse_assignment(std::string_view text) {
  const Places places("--set", Places::Detail::source_only);
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos)
    throw UsageError(fmt::format("--set: '{}' has no '='. Write key=value, as in network.depth=50.", shortened(text)));
  const std::string path(trimmed(text.substr(0, equals)));
  const std::string_view value = trimmed(text.substr(equals + 1));
  if (path.empty()) throw UsageError(fmt::format("--set: '{}' has no key before the '='", shortened(text)));
  if (value.empty()) refuse_value_of(path, "is missing. Write '\"\"' for an empty text.");

  check_before_parsing(value, "--set");
  try {
    return {path, parse_single_value(value, path, places)};
  } catch (const toml::parse_error& error) {
    if (is_word(value)) return {path, ConfigValue(std::string(value), places.whole())};
    refuse_value_of(path, fmt::format("is not TOML ({}). A text with blanks needs quotes of its own: '{}=\"...\"'.",
                                      description_of(error), shortened(path)));
  }
}

}  // namespace initlab
