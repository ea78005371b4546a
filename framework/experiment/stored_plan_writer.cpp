#include <fmt/format.h>

#include <limits>

#include "core/config_text.hpp"
#include "core/error.hpp"
#include "core/toml_guard.hpp"
#include "experiment/stored_plan_format.hpp"

namespace initlab {
namespace {

std::string quoted(const std::string& text) { return canonical(ConfigValue(ConfigValue::Content(text))); }

std::string line(std::string_view key, const std::string& text) { return fmt::format("{} = {}\n", key, quoted(text)); }

std::string list_line(std::string_view key, const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + quoted(text);
  return fmt::format("{} = [{}]\n", key, list);
}

/// Whether a text can stand between ''' and ''' as it is.
bool can_be_literal(std::string_view text) {
  if (text.find("'''") != text.npos || text.ends_with('\'')) return false;
  for (const char c : text)
    if (c != '\n' && c != '\t' && (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)) return false;
  return true;
}

/// With TOML's escapes, but for line ends.
std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string piece = quoted(std::string(text.substr(begin, end - begin)));
    out.append(piece, 1, piece.size() - 2);
    if (end < text.size()) out += '\n';
    begin = end + 1;
  }
  return out;
}

// The line end behind the opening quotes is no part of a TOML string.
std::string block_of_lines(std::string_view text) {
  if (can_be_literal(text)) return fmt::format("'''\n{}'''\n", text);
  return fmt::format("\"\"\"\n{}\"\"\"\n", escaped(text));
}

/// TOML's integers end at 2^63 - 1.
std::string number(std::uint64_t value) {
  const std::string digits = std::to_string(value);
  return value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) ? digits : '"' + digits + '"';
}

/// Calls write(element, repeat) for each run of equal elements.
template <class T, class Write>
void for_each_run(const std::vector<T>& elements, Write write) {
  for (std::size_t begin = 0; begin < elements.size();) {
    std::size_t end = begin;
    while (end < elements.size() && elements[end] == elements[begin]) ++end;
    write(elements[begin], end - begin);
    begin = end;
  }
}

std::string block_sizes(const std::vector<std::uint64_t>& sizes) {
  std::string list;
  for_each_run(sizes, [&](std::uint64_t size, std::size_t repeat) {
    list += fmt::format("{}{{ trials = {}{} }}", list.empty() ? "" : ", ", number(size),
                        repeat == 1 ? "" : fmt::format(", repeat = {}", repeat));
  });
  return fmt::format("trials_per_block = [{}]\n", list);
}

std::string engines(const std::vector<EngineChoice>& choices) {
  std::string text;
  for_each_run(choices, [&](const EngineChoice& choice, std::size_t repeat) {
    const auto& [name, reason] = choice;
    text += "\n[[engine]]\n" + line("name", name) + line("reason", reason);
    if (repeat > 1) text += fmt::format("repeat = {}\n", repeat);
  });
  return text;
}

std::string plugin(const PluginIdentity& identity) {
  const auto& [kind, id, version, compiler, sha256, parameters] = identity;
  return "\n[[plugin]]\n" + line("kind", kind) + line("id", id) + line("version", version) +
         line("parameters", parameters) + line("compiler", compiler) + line("sha256", sha256);
}

std::string input(const InputIdentity& identity) {
  const auto& [path, sha256] = identity;
  return "\n[[input]]\n" + line("path", path) + line("sha256", sha256);
}

/// The guard finds what is no UTF-8; its place would be one in a text that is nowhere yet.
void require_utf8(const std::string& toml) {
  try {
    check_before_parsing(toml, "");
  } catch (const UsageError&) {
    throw UsageError(
        "the plan cannot be stored: a path or an option in it is not UTF-8. Give the file or folder a name that is.");
  }
}

}  // namespace

std::string to_toml(const StoredPlan& plan) {
  // Named one by one, so that a new field does not compile until it is stored.
  const auto& [manifest, experiment, plugin_paths, csv, shards] = plan;
  const auto& [title, claim, initlab_version, git_revision, experiment_name, experiment_text, overrides, seed, trials,
               trials_per_block, precision, engine_choices, plugins, numerics, inputs] = manifest;

  std::string toml =
      std::string(stored_plan_title) +
      "\n# It says what a run is, to the bit; to change something, change the experiment file and make another plan.\n";
  toml += fmt::format("format = {}\n", stored_plan_format);
  toml += fmt::format("shards = {}\n\n", shards);
  toml += line("title", title) + line("claim", claim);
  toml += fmt::format("seed = {}\ntrials = {}\n", number(seed), number(trials));
  toml += block_sizes(trials_per_block) + line("precision", precision);
  toml += '\n' + line("initlab_version", initlab_version) + line("git_revision", git_revision);
  toml += line("numerics", numerics) + list_line("plugin_paths", plugin_paths);
  if (!csv.empty()) toml += line("csv", csv);
  toml += engines(engine_choices);
  for (const PluginIdentity& identity : plugins) toml += plugin(identity);
  for (const InputIdentity& identity : inputs) toml += input(identity);
  toml += "\n[experiment]\n" + line("name", experiment_name) + line("path", experiment.string());
  toml += list_line("overrides", overrides) + "text = " + block_of_lines(experiment_text);
  require_utf8(toml);
  return toml;
}

}  // namespace initlab
