#include "experiment/point_key.hpp"

#include "core/config_text.hpp"
#include "core/hash.hpp"

namespace initlab {
namespace {

std::string text_of(const ArgumentValue& value) {
  return std::visit([](const auto& v) { return canonical(ConfigValue(ConfigValue::Content(v))); }, value);
}

std::string text_of(const PluginUse& use) {
  const ResolvedArguments defaults = resolve(use.record, {});
  std::string text = use.record.id + "(";
  for (std::size_t i = 0; i < defaults.values.size(); ++i) {
    const ResolvedArgument& argument = use.arguments.values[i];
    if (argument != defaults.values[i]) text += argument.name + "=" + text_of(argument.value) + ",";
  }
  return text + ")";
}

/// 50 layers of 1000 units as "1000x50".
std::string text_of(const std::vector<std::size_t>& widths) {
  std::string text;
  for (std::size_t i = 0; i < widths.size();) {
    std::size_t end = i;
    while (end < widths.size() && widths[end] == widths[i]) ++end;
    text += std::to_string(widths[i]) + "x" + std::to_string(end - i) + ",";
    i = end;
  }
  return text;
}

std::string text_of(const InputSettings& input) {
  using Distribution = InputSettings::Distribution;
  std::string text = "count=" + std::to_string(input.count) + ";";
  switch (input.distribution) {
    case Distribution::gaussian:
      text += "gaussian;";
      break;
    case Distribution::sphere:
      text += "sphere;";
      break;
    case Distribution::constant:
      text += "constant=" + text_of(ArgumentValue(input.value)) + ";";
      break;
    case Distribution::file:
      text += "file=" + sha256_hex_of_file(input.path) + ";first_row=" + std::to_string(input.first_row) + ";";
      if (input.normalize) text += "normalize;";
      break;
  }
  if (input.correlation) text += "correlation=" + text_of(ArgumentValue(*input.correlation)) + ";";
  return text;
}

}  // namespace

std::string point_content(const Settings& settings, const PluginUse& activation, const PluginUse& initializer) {
  const NetworkSettings& network = settings.network;
  std::string text = network.architecture.name;
  if (network.architecture.name == "residual-preact" &&
      network.architecture.branch_layers != Architecture{}.branch_layers)
    text += "(" + std::to_string(network.architecture.branch_layers) + ")";
  text += ";widths=" + text_of(network.widths) + ";";
  if (network.input_width.value_or(network.widths.front()) != network.widths.front())
    text += "input_width=" + std::to_string(*network.input_width) + ";";
  text += "activation=" + text_of(activation) + ";";
  text += "initializer=" + text_of(initializer) + ";";
  text += "input=" + text_of(settings.input);
  if (settings.precision == Precision::float64) text += "float64;";
  return text;
}

std::uint64_t point_key(const std::string& content) { return stable_hash64(content); }

}  // namespace initlab
