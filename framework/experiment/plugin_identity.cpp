#include "experiment/plugin_identity.hpp"

#include <utility>

#include "core/config_text.hpp"

namespace initlab {
namespace {

std::string text_of(const ResolvedArguments& arguments) {
  std::string text;
  for (const ResolvedArgument& argument : arguments.values)
    text += (text.empty() ? "" : ", ") + argument.name + "=" +
            std::visit([](const auto& v) { return to_display(ConfigValue(ConfigValue::Content(v))); }, argument.value);
  return text;
}

}  // namespace

PluginIdentity plugin_identity(const CatalogueEntry& entry, const ResolvedArguments& arguments, std::string sha256) {
  const PluginRecord& record = entry.record;
  return {std::string(to_string(record.kind)),
          record.id,
          record.version,
          record.compiler,
          std::move(sha256),
          text_of(arguments)};
}

}  // namespace initlab
