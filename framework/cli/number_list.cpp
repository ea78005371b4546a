#include "cli/number_list.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "cli/command_line.hpp"
#include "core/config_text.hpp"
#include "core/error.hpp"

namespace initlab {
namespace {

constexpr double largest_scale = 1000.0;  // lengths are followed up to 1e12, and these give 1e6
constexpr std::uint64_t most_values = 1000;

std::optional<double> parse_scale(std::string_view text) {
  double number = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (!(number >= 0.0 && number <= largest_scale)) return std::nullopt;
  return number + 0.0;  // "-0" is 0
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t end = text.find(separator); end != std::string_view::npos; end = text.find(separator)) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.push_back(text);
  return parts;
}

}  // namespace

std::vector<double> parse_scales(const std::string& option, const std::string& text) {
  std::vector<double> numbers;
  for (const std::string_view part : split(text, ',')) {
    const std::optional<double> number = parse_scale(part);
    if (!number)
      throw UsageError("--" + option + " '" + shortened(text) +
                       "' must be numbers from 0 to 1000 with commas between them, as in --" + option + " 0,0.05,0.1.");
    numbers.push_back(*number);
  }
  return numbers;
}

std::vector<double> parse_range(const std::string& option, const std::string& text) {
  const std::vector<std::string_view> parts = split(text, ':');
  const std::optional<double> from = parse_scale(parts.front());
  if (parts.size() == 1 && from) return {*from};
  const std::optional<double> to = parts.size() == 3 ? parse_scale(parts[1]) : std::nullopt;
  const std::optional<std::uint64_t> count = parts.size() == 3 ? parse_whole(parts[2], 2, most_values) : std::nullopt;
  if (!from || !to || !count || !(*from < *to))
    throw UsageError("--" + option + " '" + shortened(text) +
                     "' must be FROM:TO:COUNT with 0 <= FROM < TO <= 1000 and COUNT from 2 to " +
                     std::to_string(most_values) + ", as in --" + option + " 0.5:4:100, or one number.");
  std::vector<double> numbers;
  for (std::uint64_t i = 0; i < *count; ++i)
    numbers.push_back(std::lerp(*from, *to, static_cast<double>(i) / static_cast<double>(*count - 1)));
  return numbers;
}

}  // namespace initlab
