#include "plugins/record.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <limits>

namespace initlab {

std::string_view to_string(PluginKind kind) { return kind == PluginKind::activation ? "activation" : "initializer"; }

std::string plugin_name(PluginKind kind, std::string_view id) { return fmt::format("{} '{}'", to_string(kind), id); }

namespace {

std::string allowed_numbers(double minimum, double maximum) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  // How <initlab/parameters.hpp> writes an open bound at zero in a closed interval.
  const bool above_zero = minimum == std::numeric_limits<double>::min();
  if (maximum == infinity) {
    if (above_zero) return "must be greater than 0";
    if (minimum == -infinity) return "must be finite";
    return fmt::format("must be at least {}", minimum);
  }
  if (above_zero) return fmt::format("must be greater than 0 and at most {}", maximum);
  if (minimum == -infinity) return fmt::format("must be at most {}", maximum);
  return fmt::format("must lie between {} and {}", minimum, maximum);
}

}  // namespace

std::string allowed_values(const PluginParameter& parameter) {
  switch (parameter.type) {
    case PluginParameter::Type::real:
    case PluginParameter::Type::integer:
      return allowed_numbers(parameter.minimum, parameter.maximum);
    case PluginParameter::Type::choice:
      return fmt::format("must be one of: {}", fmt::join(parameter.choices, ", "));
    case PluginParameter::Type::text:
      break;
  }
  return "must be a text";
}

std::string default_text(const PluginParameter& parameter) {
  const bool is_number =
      parameter.type == PluginParameter::Type::real || parameter.type == PluginParameter::Type::integer;
  return is_number ? fmt::format("{}", parameter.default_value) : parameter.default_text;
}

}  // namespace initlab
