#include "document/record_text.hpp"

#include <fmt/format.h>

#include "core/config_text.hpp"
#include "document/made_by.hpp"
#include "document/markdown.hpp"

namespace initlab {
namespace {

/// "lie between 0 and 1": what allowed_values() says behind its "must".
std::string allowed(const PluginParameter& parameter) {
  constexpr std::string_view must = "must ";
  const std::string text = allowed_values(parameter);
  return text.starts_with(must) ? text.substr(must.size()) : text;
}

std::string toml_value(const ArgumentValue& value) {
  return std::visit([](const auto& v) { return canonical(ConfigValue(v)); }, value);
}

bool is_empty_text(const ArgumentValue& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text && text->empty();
}

}  // namespace

std::string record_head(const PluginRecord& record) {
  std::string text = fmt::format("<!-- {} -->\n\n# {}\n\n", made_by, markdown_text(record.id));
  text += fmt::format("{}, version {}. {}\n\n", record.kind == PluginKind::activation ? "Activation" : "Initializer",
                      markdown_text(record.version), markdown_text(record.summary));
  if (!record.formula.empty()) text += markdown_block(record.formula) + "\n";
  if (!record.reference.empty())
    text += "Reference: " + markdown_text(record.reference) + (record.reference.ends_with('.') ? "\n\n" : ".\n\n");
  return text;
}

std::string parameter_section(const PluginRecord& record) {
  if (record.parameters.empty()) return "## Parameters\n\nIt has none.\n\n";
  MarkdownTable table({{"name"}, {"default"}, {"must"}, {"meaning"}});
  for (const PluginParameter& parameter : record.parameters) {
    const std::string value = default_text(parameter);
    table.add_row({markdown_code(parameter.name), value.empty() ? "empty" : markdown_code(value),
                   markdown_text(allowed(parameter)), markdown_text(parameter.meaning)});
  }
  return "## Parameters\n\n" + table.text() + "\n";
}

std::string toml_choice(const PluginRecord& record, const ResolvedArguments& arguments) {
  std::string text = "{ plugin = " + toml_value(record.id);
  bool is_name_only = true;
  for (const ResolvedArgument& argument : arguments.values) {
    if (is_empty_text(argument.value)) continue;
    text += fmt::format(", {} = {}", argument.name, toml_value(argument.value));
    is_name_only = false;
  }
  return is_name_only ? toml_value(record.id) : text + " }";
}

std::string first_sentence(const std::string& summary) {
  const std::size_t end = summary.find(". ");
  return end == std::string::npos ? summary : summary.substr(0, end + 1);
}

}  // namespace initlab
