#include "core/config_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace initlab {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// Of TOML's short escapes none is used but for the quote and the backslash: one way to write each character.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (is_control(c))
      out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    else if (c == '"' || c == '\\')
      out += {'\\', c};
    else
      out += c;
  }
  return out + '"';
}

std::string key_text(const std::string& key) {
  const bool bare = !key.empty() && std::all_of(key.begin(), key.end(), is_bare);
  return bare ? key : quoted(key);
}

std::string number_text(double number) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
  constexpr double integers_end = 9223372036854775808.0;  // 2^63: below, the integer of equal value is written
  if (std::trunc(number) == number && std::abs(number) < integers_end)
    return std::to_string(static_cast<std::int64_t>(number));
  std::array<char, 32> text;
  // Beyond the integers always with an exponent: without one TOML would read an integer that does not fit.
  const auto end =
      std::abs(number) < integers_end
          ? std::to_chars(text.data(), text.data() + text.size(), number).ptr
          : std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::scientific).ptr;
  return std::string(text.data(), end);
}

std::string scalar_text(const ConfigValue& value) {
  switch (value.kind()) {
    case ConfigKind::boolean:
      return value.as_boolean() ? "true" : "false";
    case ConfigKind::integer:
      return std::to_string(value.as_integer());
    case ConfigKind::floating:
      return number_text(value.as_floating());
    default:
      return quoted(value.as_string());
  }
}

std::vector<std::string> parameters_for_display(const ConfigValue& table, const ConfigValue* plugin) {
  std::vector<std::string> parameters;
  for (const ConfigEntry& entry : table.as_table())
    if (&entry.value != plugin) parameters.push_back(entry.key + "=" + to_display(entry.value));
  return parameters;
}

std::string table_for_display(const ConfigValue& table) {
  const ConfigValue* plugin = table.find("plugin");
  const auto parameters = parameters_for_display(table, plugin);
  if (!plugin || plugin->kind() != ConfigKind::string) return fmt::format("{{{}}}", fmt::join(parameters, ", "));
  if (parameters.empty()) return to_display(*plugin);
  return fmt::format("{}({})", to_display(*plugin), fmt::join(parameters, ", "));
}

}  // namespace

std::string canonical(const ConfigValue& value) {
  std::vector<std::string> parts;
  if (value.kind() == ConfigKind::array) {
    for (const ConfigValue& element : value.as_array()) parts.push_back(canonical(element));
    return fmt::format("[{}]", fmt::join(parts, ","));
  }
  if (value.kind() == ConfigKind::table) {
    for (const ConfigEntry& entry : value.as_table())
      parts.push_back(key_text(entry.key) + "=" + canonical(entry.value));
    std::sort(parts.begin(), parts.end());
    return fmt::format("{{{}}}", fmt::join(parts, ","));
  }
  return scalar_text(value);
}

std::string to_display(const ConfigValue& value) {
  switch (value.kind()) {
    case ConfigKind::string:
      return shortened(value.as_string(), value.as_string().size() * 6);
    case ConfigKind::table:
      return table_for_display(value);
    case ConfigKind::array: {
      std::vector<std::string> elements;
      for (const ConfigValue& element : value.as_array()) elements.push_back(to_display(element));
      return fmt::format("[{}]", fmt::join(elements, ", "));
    }
    default:
      return scalar_text(value);
  }
}

std::string described(const ConfigValue& value) {
  std::string text = shortened(canonical(value));
  const bool looks_like_integer = text.find_first_not_of("-0123456789") == std::string::npos;
  if (value.kind() == ConfigKind::floating && looks_like_integer) text += ".0";
  switch (value.kind()) {
    case ConfigKind::boolean:
      return text;
    case ConfigKind::integer:
      return "the integer " + text;
    case ConfigKind::floating:
      return "the number " + text;
    case ConfigKind::string:
      return "the string " + text;
    case ConfigKind::array:
      return "the list " + text;
    case ConfigKind::table:
      return "the table " + text;
  }
  return text;
}

std::string shortened(std::string_view text, std::size_t limit) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t length = 1;
    while (i + length < text.size() && (static_cast<unsigned char>(text[i + length]) & 0xC0) == 0x80) ++length;
    const std::string_view character = text.substr(i, length);
    out += is_control(character[0]) ? fmt::format("\\u{:04X}", static_cast<unsigned>(character[0]))
                                    : std::string(character);
    i += length;
    if (out.size() > limit) break;
  }
  if (out.size() <= limit) return out;
  std::size_t end = limit >= 3 ? limit - 3 : 0;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
  return out.substr(0, end) + "...";
}

}  // namespace initlab
