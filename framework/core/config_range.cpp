#include "core/config_range.hpp"

#include <fmt/format.h>

#include <cmath>

namespace initlab {

std::string IntegerRange::text() const {
  const bool from_below = lowest != std::numeric_limits<std::int64_t>::min();
  const bool from_above = highest != std::numeric_limits<std::int64_t>::max();
  if (from_below && from_above) return fmt::format("between {} and {}", lowest, highest);
  if (from_below) return fmt::format("at least {}", lowest);
  if (from_above) return fmt::format("at most {}", highest);
  return "";
}

bool NumberRange::contains(double value) const {
  const bool high_enough = lowest_belongs ? value >= lowest : value > lowest;
  const bool low_enough = highest_belongs ? value <= highest : value < highest;
  return high_enough && low_enough;
}

std::string NumberRange::text() const {
  const std::string from_below = fmt::format("{} {}", lowest_belongs ? "at least" : "greater than", lowest);
  const std::string from_above = fmt::format("{} {}", highest_belongs ? "at most" : "less than", highest);
  if (std::isinf(lowest) && std::isinf(highest)) return "";
  if (std::isinf(highest)) return from_below;
  if (std::isinf(lowest)) return from_above;
  if (lowest_belongs && highest_belongs) return fmt::format("between {} and {}", lowest, highest);
  return from_below + " and " + from_above;
}

}  // namespace initlab
