#pragma once
#include <initlab/abi.h>

#include <initlab/text.hpp>
#include <limits>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace initlab {

/// A closed interval of allowed values.
struct Range {
  double minimum, maximum;
};
inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr Range any_value{-infinity, infinity};
inline constexpr Range positive{std::numeric_limits<double>::min(), infinity};
inline constexpr Range non_negative{0.0, infinity};
constexpr Range within(double minimum, double maximum) { return {minimum, maximum}; }
constexpr Range at_least(double minimum) { return {minimum, infinity}; }

/// One parameter: the member that it fills, its name in experiment files, what is allowed, and a sentence for the
/// manual. The default is the member's own initializer, so it is written once.
template <class Plugin, class Member>
struct Parameter {
  Member Plugin::*member;
  std::string_view name;
  Range range;
  std::string_view names;  // of a choice, separated by '|'
  std::string_view meaning;
};

/// A number: `double` or an integer type. The range goes by the member's type where none is given.
template <class Plugin, class Number>
requires std::is_arithmetic_v<Number>
constexpr Parameter<Plugin, Number> param(Number Plugin::*member, std::string_view name, Range range,
                                          std::string_view meaning) {
  return {member, name, range, {}, meaning};
}

/// One of several names: an enumeration whose values count from 0 in the order of `names` ("fan_in|fan_out").
template <class Plugin, class Enum>
requires std::is_enum_v<Enum>
constexpr Parameter<Plugin, Enum> param(Enum Plugin::*member, std::string_view name, std::string_view names,
                                        std::string_view meaning) {
  double last = 0;
  for (const char letter : names) last += letter == '|';
  return {member, name, {0.0, last}, names, meaning};
}

/// A text, passed on as it stands in the experiment file.
template <class Plugin>
constexpr Parameter<Plugin, Text> param(Text Plugin::*member, std::string_view name, std::string_view meaning) {
  return {member, name, any_value, {}, meaning};
}

template <class... Parameters>
constexpr auto parameters(Parameters... list) {
  static_assert(sizeof...(list) <= INITLAB_MAX_PARAMETERS, "a plugin has at most INITLAB_MAX_PARAMETERS parameters");
  return std::tuple{list...};
}

}  // namespace initlab
