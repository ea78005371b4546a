#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/plugin_entries.hpp"
#include "cli/plugins_check.hpp"
#include "cli/plugins_doc.hpp"
#include "cli/terminal.hpp"
#include "core/nearest.hpp"
#include "plugins/catalogue.hpp"
#include "plugins/search_path.hpp"

namespace initlab {
namespace {

using Json = nlohmann::ordered_json;

const OptionSpec json_option{"json", "", "prints JSON, for programs"};
const OptionSpec path_option{"plugin-path", "FOLDERS", "looks for plugins there first; folders are separated by ':'",
                             true};

CommandSpec list_spec() {
  return {
      "plugins list",
      "Lists the activations and initializers that can be had. Reads their files without running any of their code.",
      {},
      {json_option, path_option}};
}

CommandSpec show_spec() {
  return {"plugins show",
          "Shows what a plugin is: formula, reference, parameters. Reads its file without running any of its code.",
          {"ID"},
          {json_option, path_option}};
}

Json number_or_null(double number) { return std::isfinite(number) ? Json(number) : Json(nullptr); }

std::string_view type_name(PluginParameter::Type type) {
  switch (type) {
    case PluginParameter::Type::real:
      return "real";
    case PluginParameter::Type::integer:
      return "integer";
    case PluginParameter::Type::choice:
      return "choice";
    case PluginParameter::Type::text:
      return "text";
  }
  return "";
}

Json to_json(const PluginParameter& parameter) {
  Json out{{"name", parameter.name}, {"type", type_name(parameter.type)}};
  if (parameter.type == PluginParameter::Type::text || parameter.type == PluginParameter::Type::choice) {
    out["default"] = parameter.default_text;
    if (!parameter.choices.empty()) out["choices"] = parameter.choices;
  } else {
    out["default"] = parameter.default_value;
    out["minimum"] = number_or_null(parameter.minimum);
    out["maximum"] = number_or_null(parameter.maximum);
  }
  out["meaning"] = parameter.meaning;
  return out;
}

Json to_json(const CatalogueEntry& entry) {
  const PluginRecord& record = entry.record;
  Json parameters = Json::array();
  for (const PluginParameter& parameter : record.parameters) parameters.push_back(to_json(parameter));
  return {{"kind", to_string(record.kind)},
          {"id", record.id},
          {"version", record.version},
          {"summary", record.summary},
          {"formula", record.formula},
          {"reference", record.reference},
          {"parameters", parameters},
          {"compiler", record.compiler},
          {"abi", fmt::format("{}.{}", record.abi_major, record.abi_minor)},
          {"file", entry.file.string()}};
}

std::string list_text(const std::vector<CatalogueEntry>& entries, const ReportStyle& style) {
  std::size_t longest = 0;
  for (const CatalogueEntry& entry : entries) longest = std::max(longest, entry.record.id.size());
  std::string text;
  const PluginRecord* previous = nullptr;
  for (const CatalogueEntry& entry : entries) {
    if (!previous || previous->kind != entry.record.kind)
      text += (previous ? "\n" : "") + bold(std::string(to_string(entry.record.kind)) + "s", style) + "\n";
    previous = &entry.record;
    const unsigned indent = static_cast<unsigned>(longest) + 4;
    text +=
        fmt::format("  {:<{}}  ", entry.record.id, longest) + wrapped(entry.record.summary, style.width, indent) + "\n";
  }
  return text;
}

std::string show_text(const CatalogueEntry& entry, const ReportStyle& style) {
  const PluginRecord& record = entry.record;
  std::string text =
      bold(record.id, style) + fmt::format("  {}, version {}\n\n", to_string(record.kind), record.version);
  text += wrapped(record.summary, style.width) + "\n\n";
  const auto line = [&](const char* name, const std::string& value) {
    if (!value.empty()) text += fmt::format("{:<11}", name) + wrapped(value, style.width, 11) + "\n";
  };
  line("formula", record.formula);
  line("reference", record.reference);
  line("file", entry.file.string());
  line("built by", record.compiler);
  if (record.parameters.empty()) return text + "\nIt has no parameters.\n";
  text += "\nparameters\n";
  for (const PluginParameter& p : record.parameters) {
    text += fmt::format("  {} = {}\n      ", p.name, default_text(p)) +
            wrapped(p.meaning + "; " + allowed_values(p), style.width, 6) + "\n";
  }
  return text;
}

ExitCode list(std::span<const std::string> arguments) {
  const CommandLine line(list_spec(), arguments);
  if (line.wants_help()) return print(help_text(list_spec(), output_style().width)), ExitCode::success;
  const Catalogue catalogue(plugin_search_path(line.texts("plugin-path")));
  if (line.has("json")) {
    Json all = Json::array(), problems = Json::array();
    for (const CatalogueEntry& entry : all_entries(catalogue)) all.push_back(to_json(entry));
    for (const CatalogueProblem& problem : catalogue.problems())
      problems.push_back({{"file", problem.file.string()}, {"problem", problem.text}});
    print(Json{{"plugins", all}, {"problems", problems}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  } else {
    print(list_text(all_entries(catalogue), output_style()));
    print_problems(catalogue);
  }
  return ExitCode::success;
}

ExitCode show(std::span<const std::string> arguments) {
  const CommandLine line(show_spec(), arguments);
  if (line.wants_help()) return print(help_text(show_spec(), output_style().width)), ExitCode::success;
  const Catalogue catalogue(plugin_search_path(line.texts("plugin-path")));
  std::vector<CatalogueEntry> found = all_entries(catalogue);
  std::erase_if(found, [&](const CatalogueEntry& entry) { return entry.record.id != line.word(0); });
  if (found.empty()) found = entries_named(catalogue, line.word(0));
  if (line.has("json")) {
    Json all = Json::array();
    for (const CatalogueEntry& entry : found) all.push_back(to_json(entry));
    print((all.size() == 1 ? all.front() : all).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  } else {
    std::string text;
    for (const CatalogueEntry& entry : found) text += (text.empty() ? "" : "\n") + show_text(entry, output_style());
    print(text);
  }
  return ExitCode::success;
}

}  // namespace

std::vector<CommandSpec> plugins_specs() {
  return {list_spec(), show_spec(), plugins_check_spec(), plugins_doc_spec()};
}

ExitCode plugins_command(std::span<const std::string> arguments) {
  const std::string verb = arguments.empty() ? "" : arguments.front();
  if (verb == "list") return list(arguments.subspan(1));
  if (verb == "show") return show(arguments.subspan(1));
  if (verb == "check") return plugins_check(arguments.subspan(1));
  if (verb == "doc") return plugins_doc(arguments.subspan(1));
  if (verb == "--help" || verb == "-h") {
    std::string text;
    for (const CommandSpec& spec : plugins_specs())
      text += (text.empty() ? "" : "\n") + help_text(spec, output_style().width);
    print(text);
    return ExitCode::success;
  }
  const std::vector<std::string> known{"list", "show", "check", "doc"};
  if (verb.empty()) throw UsageError("initlab plugins needs 'list', 'show ID', 'check ID' or 'doc'.");
  throw UsageError("initlab plugins has no '" + verb + "'" + did_you_mean(verb, known) +
                   "; it has 'list', 'show ID', 'check ID' and 'doc'.");
}

}  // namespace initlab
