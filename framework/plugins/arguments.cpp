#include "plugins/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/nearest.hpp"

namespace initlab {

namespace {

using Type = PluginParameter::Type;

std::string written(const ArgumentValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  return fmt::format("'{}'", std::get<std::string>(value));
}

/// "'slope' = 1.5 of activation 'leaky_relu'"
std::string place(const PluginRecord& record, const std::string& name, const ArgumentValue& value) {
  return fmt::format("'{}' = {} of {}", name, written(value), plugin_name(record.kind, record.id));
}

void check_known(const PluginRecord& record, const PluginArguments& arguments) {
  std::vector<std::string> known;
  for (const PluginParameter& p : record.parameters) known.push_back(p.name);
  for (auto given = arguments.given.begin(); given != arguments.given.end(); ++given) {
    const std::string& name = given->first;
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw UsageError(
          known.empty()
              ? fmt::format("{} has no parameter '{}' (it has none at all).", plugin_name(record.kind, record.id), name)
              : fmt::format("{} has no parameter '{}'{}. It has: {}", plugin_name(record.kind, record.id), name,
                            did_you_mean(name, known), fmt::join(known, ", ")));
    if (std::any_of(arguments.given.begin(), given, [&](const auto& earlier) { return earlier.first == name; }))
      throw UsageError(fmt::format("'{}' of {} is given twice.", name, plugin_name(record.kind, record.id)));
  }
}

void check_number(const PluginRecord& record, const PluginParameter& parameter, const ArgumentValue& value) {
  const auto* number = std::get_if<double>(&value);
  if (!number) throw UsageError(fmt::format("{} is a text (must be a number).", place(record, parameter.name, value)));
  if (!std::isfinite(*number) || *number < parameter.minimum || *number > parameter.maximum)
    throw UsageError(
        fmt::format("{} is out of range ({})", place(record, parameter.name, value), allowed_values(parameter)));
  if (parameter.type == Type::integer && *number != std::floor(*number))
    throw UsageError(fmt::format("{} is not a whole number.", place(record, parameter.name, value)));
}

void check_choice(const PluginRecord& record, const PluginParameter& parameter, const ArgumentValue& value) {
  const auto* name = std::get_if<std::string>(&value);
  if (name && std::find(parameter.choices.begin(), parameter.choices.end(), *name) != parameter.choices.end()) return;
  throw UsageError(fmt::format("{} is not a choice{} ({})", place(record, parameter.name, value),
                               name ? did_you_mean(*name, parameter.choices) : "", allowed_values(parameter)));
}

void check(const PluginRecord& record, const PluginParameter& parameter, const ArgumentValue& value) {
  switch (parameter.type) {
    case Type::real:
    case Type::integer:
      return check_number(record, parameter, value);
    case Type::choice:
      return check_choice(record, parameter, value);
    case Type::text:
      if (!std::holds_alternative<std::string>(value))
        throw UsageError(fmt::format("{} is a number (must be a text).", place(record, parameter.name, value)));
  }
}

ArgumentValue default_of(const PluginParameter& parameter) {
  const bool is_number = parameter.type == Type::real || parameter.type == Type::integer;
  return is_number ? ArgumentValue(parameter.default_value) : ArgumentValue(parameter.default_text);
}

}  // namespace

ResolvedArguments resolve(const PluginRecord& record, const PluginArguments& arguments) {
  check_known(record, arguments);
  ResolvedArguments out;
  for (const PluginParameter& parameter : record.parameters) {
    const auto given = std::find_if(arguments.given.begin(), arguments.given.end(),
                                    [&](const auto& argument) { return argument.first == parameter.name; });
    if (given != arguments.given.end()) check(record, parameter, given->second);
    out.values.push_back({parameter.name, given != arguments.given.end() ? given->second : default_of(parameter)});
  }
  return out;
}

}  // namespace initlab
