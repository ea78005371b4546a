#include "experiment/only_override.hpp"

#include <charconv>

namespace initlab {
namespace {

constexpr std::string_view prefix = "--only ";

template <class Number>
std::optional<Number> whole(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string OnlyTrial::text() const { return std::to_string(point) + ":" + std::to_string(trial); }

std::optional<OnlyTrial> parse_only(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto point = whole<std::size_t>(text.substr(0, colon));
  const auto trial = whole<std::uint64_t>(text.substr(colon + 1));
  if (!point || !trial) return std::nullopt;
  return OnlyTrial{*point, *trial};
}

std::string override_of(const OnlyTrial& only) { return std::string(prefix) + only.text(); }

std::optional<OnlyTrial> only_of(const std::vector<std::string>& overrides) {
  if (overrides.empty() || !overrides.back().starts_with(prefix)) return std::nullopt;
  return parse_only(std::string_view(overrides.back()).substr(prefix.size()));
}

std::vector<std::string> without_only(std::vector<std::string> overrides) {
  if (only_of(overrides)) overrides.pop_back();
  return overrides;
}

}  // namespace initlab
