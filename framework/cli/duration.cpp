#include "cli/duration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "core/error.hpp"

namespace initlab {
namespace {

constexpr std::pair<char, double> units[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};

/// A number without a sign at the beginning, taken off.
std::optional<double> take_number(std::string_view& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || !std::isfinite(number) || text.starts_with('-')) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

/// "3h50m": each unit at most once, from the largest down.
std::optional<double> seconds_of_units(std::string_view text) {
  double seconds = 0;
  std::size_t smallest = 0;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    const auto number = take_number(text);
    const auto* const unit = std::find_if(std::begin(units) + smallest, std::end(units),
                                          [&](const auto& u) { return text.starts_with(u.first); });
    if (!number || unit == std::end(units)) return std::nullopt;
    text.remove_prefix(1);
    seconds += *number * unit->second;
    smallest = static_cast<std::size_t>(unit - units) + 1;
  }
  return seconds;
}

/// "1:30:00", "30:00"
std::optional<double> seconds_of_clock(std::string_view text) {
  double seconds = 0;
  int parts = 0;
  while (true) {
    const auto number = take_number(text);
    if (!number || (parts > 0 && *number >= 60)) return std::nullopt;
    seconds = seconds * 60 + *number;
    ++parts;
    if (text.empty()) break;
    if (!text.starts_with(':')) return std::nullopt;
    text.remove_prefix(1);
  }
  return parts == 2 || parts == 3 ? std::optional(seconds) : std::nullopt;
}

}  // namespace

std::chrono::milliseconds parse_duration(std::string_view text, const std::string& what) {
  constexpr double shortest = 1, longest = 366.0 * 86400;
  const std::optional<double> units = seconds_of_units(text), seconds = units ? units : seconds_of_clock(text);
  if (!seconds || *seconds < shortest || *seconds > longest)
    throw UsageError(what + " '" + std::string(text) +
                     "' must be a time from a second to a year, as in 90s, 3h50m, 2d or 03:50:00.");
  return std::chrono::milliseconds(static_cast<std::int64_t>(*seconds * 1000));
}

std::string duration_text(double exact_seconds) {
  const double seconds = std::round(exact_seconds);
  if (seconds < 60) return fmt::format("{:.0f} s", seconds);
  if (seconds < 3600) return fmt::format("{:.0f} min {:02.0f} s", std::floor(seconds / 60), std::fmod(seconds, 60));
  return fmt::format("{:.0f} h {:02.0f} min", std::floor(seconds / 3600), std::floor(std::fmod(seconds, 3600) / 60));
}

}  // namespace initlab
