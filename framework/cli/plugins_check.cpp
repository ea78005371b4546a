#include "cli/plugins_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/activation_choice.hpp"
#include "cli/plugin_entries.hpp"
#include "cli/terminal.hpp"
#include "conformance/battery.hpp"
#include "experiment/from_file.hpp"
#include "plugins/peek.hpp"
#include "plugins/search_path.hpp"

namespace initlab {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t usual_time_limit = 20, longest_time_limit = 3600;

/// A plugin and what was found about it; no subject if its file cannot be used at all.
struct Examined {
  std::string file;
  std::optional<Subject> subject;
  std::vector<Finding> findings;

  bool passed() const { return std::ranges::all_of(findings, &Finding::passed); }
};

bool is_file_name(const std::string& word) { return word.find('/') != std::string::npos || word.ends_with(".so"); }

Examined examined(const CatalogueEntry& entry, const PluginArguments& given, double seconds) {
  const Subject subject{entry, resolve(entry.record, given), given.given.empty()};
  return {entry.file.string(), subject, examine(subject, seconds)};
}

Examined examined_file(const std::string& file, const PluginArguments& given, double seconds) {
  PluginRecord record;
  try {
    record = peek(file);
  } catch (const PluginError& error) {
    return {file, std::nullopt, {{"record", false, error.what()}}};
  }
  return examined({file, record}, given, seconds);
}

std::vector<Examined> examined_all(const CommandLine& line) {
  const PluginArguments given = given_arguments(line);
  const auto seconds = static_cast<double>(line.whole("time-limit", 1, longest_time_limit).value_or(usual_time_limit));
  const std::string& word = line.word(0);
  if (is_file_name(word)) return {examined_file(word, given, seconds)};
  if (word == from_file_record().id)
    throw UsageError("'" + word + "' is a part of initlab itself (there is no plugin file to check).");
  const Catalogue catalogue(plugin_search_path(line.texts("plugin-path")));
  std::vector<Examined> out;
  for (const CatalogueEntry& entry : entries_named(catalogue, word)) out.push_back(examined(entry, given, seconds));
  return out;
}

std::string on_one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

std::string text_of(const Examined& plugin, const ReportStyle& style) {
  std::string text = bold(plugin.subject ? plugin.subject->name() : plugin.file, style) + "\n";
  for (const Finding& finding : plugin.findings)
    text += (finding.passed ? "PASS" : warning("FAIL", style)) +
            fmt::format("  {:<12}  {}\n", finding.check, on_one_line(finding.sentence));
  const auto failed = std::ranges::count(plugin.findings, false, &Finding::passed);
  if (failed == 0) return text + fmt::format("All {} checks passed.\n", plugin.findings.size());
  return text + fmt::format("{} of {} checks FAILED.\n", failed, plugin.findings.size());
}

Json to_json(const Examined& plugin) {
  Json out{{"file", plugin.file}};
  if (plugin.subject) {
    const PluginRecord& record = plugin.subject->entry.record;
    Json parameters = Json::object();
    for (const auto& [name, value] : plugin.subject->arguments.values)
      std::visit([&](const auto& v) { parameters[name] = v; }, value);
    out["kind"] = to_string(record.kind);
    out["id"] = record.id;
    out["version"] = record.version;
    out["parameters"] = parameters;
  }
  Json findings = Json::array();
  for (const Finding& finding : plugin.findings)
    findings.push_back({{"check", finding.check}, {"passed", finding.passed}, {"sentence", finding.sentence}});
  out["passed"] = plugin.passed();
  out["findings"] = findings;
  return out;
}

}  // namespace

CommandSpec plugins_check_spec() {
  return {
      "plugins check",
      "Asks whether a plugin keeps the promises of the plugin boundary: each check runs in a process of its own, so "
      "that a crash or a hang is a finding. One finding a line; exit code 3 if there is a FAIL.",
      {"FILE|ID"},
      {{"set", "NAME=VALUE", "gives a parameter of the plugin, as in --set slope=0.2; may be repeated", true},
       {"json", "", "prints JSON, for programs"},
       {"time-limit", "SECONDS",
        fmt::format("a check that takes longer has failed; {} where not given", usual_time_limit)},
       {"plugin-path", "FOLDERS", "looks for plugins there first; folders are separated by ':'", true}}};
}

ExitCode plugins_check(std::span<const std::string> arguments) {
  const CommandLine line(plugins_check_spec(), arguments);
  if (line.wants_help()) return print(help_text(plugins_check_spec(), output_style().width)), ExitCode::success;
  const std::vector<Examined> plugins = examined_all(line);
  const bool passed = std::ranges::all_of(plugins, &Examined::passed);
  if (line.has("json")) {
    Json all = Json::array();
    for (const Examined& plugin : plugins) all.push_back(to_json(plugin));
    print(Json{{"passed", passed}, {"plugins", all}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  } else {
    std::string text;
    for (const Examined& plugin : plugins) text += (text.empty() ? "" : "\n") + text_of(plugin, output_style());
    print(text);
  }
  return passed ? ExitCode::success : ExitCode::plugin;
}

}  // namespace initlab
