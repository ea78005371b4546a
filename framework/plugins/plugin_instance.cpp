#include "plugins/plugin_instance.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "plugins/floating_point_keeper.hpp"
#include "plugins/plugin_call.hpp"

namespace initlab {

namespace {

initlab_value to_c(const PluginParameter& parameter, const ArgumentValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return {*number, nullptr};
  const std::string& text = std::get<std::string>(value);
  if (parameter.type == PluginParameter::Type::text) return {0.0, text.c_str()};
  const auto position = std::find(parameter.choices.begin(), parameter.choices.end(), text) - parameter.choices.begin();
  return {static_cast<double>(position), nullptr};
}

}  // namespace

std::vector<initlab_value> to_c(const PluginRecord& record, const ResolvedArguments& arguments) {
  if (arguments.values.size() != record.parameters.size())
    throw DomainError(plugin_name(record.kind, record.id) + ": the arguments were not resolved against its record");
  std::vector<initlab_value> out;
  for (std::size_t i = 0; i < record.parameters.size(); ++i)
    out.push_back(to_c(record.parameters[i], arguments.values[i].value));
  return out;
}

PluginInstance::PluginInstance(const PluginRecord& record, const ResolvedArguments& arguments, Create create,
                               Destroy destroy)
    : destroy_(destroy) {
  const std::vector<initlab_value> values = to_c(record, arguments);
  run_plugin(
      plugin_name(record.kind, record.id),
      [&](initlab_error* error) {
        const FloatingPointKeeper keeper;
        return create(values.data(), static_cast<std::uint32_t>(values.size()), &self_, error);
      },
      "refused its parameters");
}

PluginInstance::~PluginInstance() {
  const FloatingPointKeeper keeper;
  destroy_(self_);
}

}  // namespace initlab
