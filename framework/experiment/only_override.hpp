#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace initlab {

/// The one trial that --only leaves of a plan, both counted from 1. A manifest has it among its overrides, as
/// "--only 3:4711".
struct OnlyTrial {
  std::size_t point = 0;
  std::uint64_t trial = 0;

  std::string text() const;  ///< "3:4711"
};

/// What text() wrote, or nothing.
std::optional<OnlyTrial> parse_only(std::string_view text);

/// As it stands among the overrides.
std::string override_of(const OnlyTrial& only);
std::optional<OnlyTrial> only_of(const std::vector<std::string>& overrides);
/// The overrides that are changes of the experiment.
std::vector<std::string> without_only(std::vector<std::string> overrides);

}  // namespace initlab
