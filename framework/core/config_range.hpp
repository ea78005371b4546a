#pragma once
#include <cstdint>
#include <limits>
#include <string>

namespace initlab {

/// Integers that are allowed, both ends included. Made by the functions below; no argument means all.
struct IntegerRange {
  std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
  std::int64_t highest = std::numeric_limits<std::int64_t>::max();

  bool contains(std::int64_t value) const { return value >= lowest && value <= highest; }
  std::string text() const;  ///< "at least 1", "at most 9", "between 1 and 9"; "" for all
};

/// Finite numbers that are allowed; each end belongs to the range or not.
struct NumberRange {
  double lowest = -std::numeric_limits<double>::infinity();
  double highest = std::numeric_limits<double>::infinity();
  bool lowest_belongs = true;
  bool highest_belongs = true;

  bool contains(double value) const;
  std::string text() const;  ///< "at least 0", "greater than 0 and less than 1", ...; "" for all
};

constexpr IntegerRange integers_from(std::int64_t lowest) { return {.lowest = lowest}; }
constexpr IntegerRange integers_between(std::int64_t lowest, std::int64_t highest) { return {lowest, highest}; }

constexpr NumberRange numbers_from(double lowest) { return {.lowest = lowest}; }
constexpr NumberRange numbers_above(double excluded) { return {.lowest = excluded, .lowest_belongs = false}; }
constexpr NumberRange numbers_between(double lowest, double highest) { return {lowest, highest}; }
constexpr NumberRange numbers_inside(double excluded_low, double excluded_high) {
  return {excluded_low, excluded_high, false, false};
}

}  // namespace initlab
