#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "conformance/activation_checks.hpp"
#include "conformance/common_checks.hpp"
#include "conformance/initializer_checks.hpp"
#include "plugins/load.hpp"
#include "plugins/plugin_call.hpp"

namespace initlab {
namespace {

// Instead of an infinite end: what a user may type, and an exponent of it is still a finite number.
constexpr double large = 100.0;
constexpr double small = 1e-6;          // instead of an open end at zero
constexpr double largest_input = 10.0;  // a power of 100 is infinite further out, and may be

/// The end of a range that can be tried: finite, and away from zero where zero is excluded.
double tried(double end) {
  const bool is_open_at_zero = end == std::numeric_limits<double>::min();  // <initlab/parameters.hpp>, positive
  return is_open_at_zero ? small : std::clamp(end, -large, large);
}

std::vector<ArgumentValue> values_to_try(const PluginParameter& parameter) {
  using Type = PluginParameter::Type;
  std::vector<ArgumentValue> values;
  if (parameter.type == Type::choice)
    for (const std::string& choice : parameter.choices) values.emplace_back(choice);
  // A range that lies beyond `large` is tried at its ends themselves.
  if (parameter.type == Type::real || parameter.type == Type::integer)
    for (const double end : {parameter.minimum, parameter.maximum})
      values.emplace_back(std::isfinite(end) && std::abs(end) > large ? end : tried(end));
  return values;
}

/// False if the plugin refuses these parameters.
bool gives_numbers(const CatalogueEntry& entry, const ResolvedArguments& arguments) {
  try {
    if (entry.record.kind == PluginKind::activation)
      expect_no_nan(*load_activation(entry, arguments), largest_input);
    else
      expect_laws(*load_initializer(entry, arguments));
    return true;
  } catch (const PluginRefusal&) {
    return false;
  }
}

}  // namespace

std::string check_parameters(const Subject& subject, Doing& doing) {
  const PluginRecord& record = subject.entry.record;
  std::size_t tried_values = 0, refused = 0;
  for (std::size_t p = 0; p < record.parameters.size(); ++p)
    for (const ArgumentValue& value : values_to_try(record.parameters[p])) {
      ResolvedArguments arguments = subject.arguments;
      arguments.values[p].value = value;
      const std::string place =
          std::visit([&](const auto& v) { return fmt::format("with {} = {}", record.parameters[p].name, v); }, value);
      doing.now("used " + place);
      ++tried_values;
      try {
        refused += !gives_numbers(subject.entry, arguments);
      } catch (const std::exception& error) {
        throw Nonconformity(
            fmt::format("{} {} (the range allows it). Narrow the range, or throw "
                        "std::invalid_argument in prepare().",
                        place, error.what()));
      }
    }
  if (record.parameters.empty()) return "It has no parameters.";
  return fmt::format("Numbers at {} of {} ends and choices of its parameters; it refuses {}.", tried_values - refused,
                     tried_values, refused == 0 ? "none" : fmt::format("{} with a text", refused));
}

}  // namespace initlab
