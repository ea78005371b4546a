#include "core/config_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

#include "core/config_text.hpp"
#include "core/error.hpp"
#include "core/nearest.hpp"

namespace initlab {
namespace {

[[noreturn]] void refuse_kind(const ConfigValue& value, const std::string& path, std::string_view wanted) {
  refuse_value(value, path, fmt::format("must be {}, not {}", wanted, described(value)));
}

template <class Range, class T>
void check_range(const ConfigValue& value, const std::string& path, const Range& range, T content) {
  if (range.contains(content)) return;
  throw UsageError(fmt::format("{}: '{}' = {} is out of range (must be {})", value.place().text(), path,
                               canonical(value), range.text()));
}

std::string advice_for_integer(const ConfigValue& value) {
  constexpr double exact_integers_end = 9007199254740992.0;  // 2^53
  if (value.kind() != ConfigKind::floating) return "";
  const double number = value.as_floating();
  if (std::trunc(number) != number || std::abs(number) > exact_integers_end) return "";
  return fmt::format(" (write {})", static_cast<std::int64_t>(number));
}

template <class Read>
auto list_from(const ConfigValue& value, const std::string& path, std::string_view wanted, Read read) {
  if (value.kind() != ConfigKind::array) refuse_kind(value, path, wanted);
  std::vector<decltype(read(value, path))> list;
  for (const ConfigValue& element : value.as_array())
    list.push_back(read(element, fmt::format("{}[{}]", path, list.size())));
  return list;
}

}  // namespace

void refuse_value(const ConfigValue& value, const std::string& path, std::string_view problem) {
  throw UsageError(fmt::format("{}: '{}' {}", value.place().text(), path, problem));
}

bool boolean_from(const ConfigValue& value, const std::string& path) {
  if (value.kind() != ConfigKind::boolean) refuse_kind(value, path, "true or false");
  return value.as_boolean();
}

std::int64_t integer_from(const ConfigValue& value, const std::string& path, const IntegerRange& range) {
  if (value.kind() != ConfigKind::integer)
    refuse_value(value, path, fmt::format("must be an integer, not {}{}", described(value), advice_for_integer(value)));
  check_range(value, path, range, value.as_integer());
  return value.as_integer();
}

double number_from(const ConfigValue& value, const std::string& path, const NumberRange& range) {
  if (value.kind() != ConfigKind::integer && value.kind() != ConfigKind::floating) refuse_kind(value, path, "a number");
  const double number = value.as_floating();
  if (!std::isfinite(number))
    refuse_value(value, path, fmt::format("must be a finite number, not {}", canonical(value)));
  check_range(value, path, range, number);
  return number;
}

std::string text_from(const ConfigValue& value, const std::string& path) {
  if (value.kind() != ConfigKind::string) refuse_kind(value, path, "a string");
  return value.as_string();
}

std::string alternatives(const std::vector<std::string>& allowed) {
  std::string text;
  for (std::size_t i = 0; i < allowed.size(); ++i) {
    const bool last = i + 1 == allowed.size();
    if (i > 0) text += last ? " or " : ", ";
    text += '"' + allowed[i] + '"';
  }
  return text;
}

std::string choice_from(const ConfigValue& value, const std::string& path, const std::vector<std::string>& allowed) {
  const std::string wanted = alternatives(allowed);
  if (value.kind() != ConfigKind::string) refuse_kind(value, path, wanted);
  const std::string& given = value.as_string();
  if (std::find(allowed.begin(), allowed.end(), given) == allowed.end())
    refuse_value(
        value, path,
        fmt::format("must be {}, not {}{}", wanted, shortened(canonical(value)), did_you_mean(given, allowed)));
  return given;
}

std::uint64_t seed_from(const ConfigValue& value, const std::string& path) {
  if (value.kind() == ConfigKind::integer && value.as_integer() >= 0)
    return static_cast<std::uint64_t>(value.as_integer());
  if (value.kind() == ConfigKind::string) {
    const std::string& digits = value.as_string();
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seed);
    if (error == std::errc{} && end == digits.data() + digits.size()) return seed;
  }
  refuse_kind(value, path, seed_wanted);
}

std::vector<std::int64_t> integer_list_from(const ConfigValue& value, const std::string& path,
                                            const IntegerRange& range) {
  return list_from(value, path, "a list of integers", [&](const ConfigValue& element, const std::string& place) {
    return integer_from(element, place, range);
  });
}

std::vector<double> number_list_from(const ConfigValue& value, const std::string& path, const NumberRange& range) {
  return list_from(value, path, "a list of numbers", [&](const ConfigValue& element, const std::string& place) {
    return number_from(element, place, range);
  });
}

std::vector<std::string> text_list_from(const ConfigValue& value, const std::string& path) {
  return list_from(value, path, "a list of strings", text_from);
}

}  // namespace initlab
