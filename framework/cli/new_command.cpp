#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/new_name.hpp"
#include "cli/new_project.hpp"
#include "cli/terminal.hpp"
#include "core/config_text.hpp"
#include "core/nearest.hpp"
#include "plugins/catalogue.hpp"
#include "plugins/search_path.hpp"

namespace initlab {
namespace {

const OptionSpec path_option{"plugin-path", "FOLDERS", "refuses the names of plugins there, too; separated by ':'",
                             true};

CommandSpec activation_spec() {
  return {
      "new activation",
      "Writes a folder NAME with an activation to begin with, an experiment that asks about it, and what builds and "
      "tests both.",
      {"NAME"},
      {path_option}};
}

CommandSpec initializer_spec() {
  return {"new initializer",
          "Writes a folder NAME with an initializer to begin with, an experiment that asks about it, and what builds "
          "and tests both.",
          {"NAME"},
          {{"depth-dependent", "", "one that knows how deep a residual network is"},
           {"fill", "", "one that draws its matrix itself, where no law describes it"},
           path_option}};
}

[[noreturn]] void refuse(const std::string& name, const std::string& why, const std::optional<std::string>& instead) {
  throw UsageError(fmt::format("the name '{}' {}. {}", shortened(name), why,
                               instead ? "Take '" + *instead + "', for example." : "Take another one."));
}

void check_name(const std::string& name, const Catalogue& catalogue) {
  if (const auto problem = problem_of_name(name)) refuse(name, *problem, suggested_name(name));
  const auto owner = [&](const std::string& id) {
    return std::ranges::find_if(catalogue.entries(),
                                [&](const CatalogueEntry& entry) { return entry.record.id == id; });
  };
  const auto taken = owner(name);
  if (taken == catalogue.entries().end()) return;
  std::string instead = "my_" + name;
  const bool usable = !problem_of_name(instead) && owner(instead) == catalogue.entries().end();
  refuse(name,
         fmt::format("is taken by the {} in {} (one of two plugins of a name would never be found)",
                     to_string(taken->record.kind), taken->file.string()),
         usable ? std::optional(instead) : std::nullopt);
}

void write(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw ResultError(file.string() + " could not be written. Is there space left on the disk?");
}

/// All files or none.
void write_folder(const std::string& name, const std::vector<ProjectFile>& files) {
  const std::filesystem::path folder = name;
  std::error_code problem;
  if (!std::filesystem::create_directory(folder, problem)) {
    const bool is_there = !problem || problem == std::errc::file_exists;
    throw ResultError(is_there
                          ? fmt::format("'{}' exists here already, and initlab new overwrites nothing. Take another "
                                        "name, or go to another folder.",
                                        name)
                          : fmt::format("the folder '{}' cannot be made here ({})", name, problem.message()));
  }
  try {
    for (const ProjectFile& file : files) write(folder / file.path, file.text);
  } catch (const std::exception& error) {
    std::filesystem::remove_all(folder, problem);
    throw ResultError(error.what());
  }
}

std::string next_steps(const std::string& name, const std::vector<ProjectFile>& files) {
  std::string text = "Written into " + name + "/:\n";
  for (const ProjectFile& file : files) text += "  " + file.path + '\n';
  return text + fmt::format(
                    "\nNext:\n  cd {0}\n  cmake -B build && cmake --build build\n  ctest --test-dir build\n"
                    "  initlab run {0}.toml --plugin-path build\n",
                    name);
}

ExitCode begin(const CommandLine& line, const PluginDraft& draft) {
  const std::string& name = line.word(0);
  check_name(name, Catalogue(plugin_search_path(line.texts("plugin-path"))));
  const std::vector<ProjectFile> files = new_project(draft, name);
  write_folder(name, files);
  print(next_steps(name, files));
  return ExitCode::success;
}

const PluginDraft& initializer_kind(const CommandLine& line) {
  if (line.has("depth-dependent") && line.has("fill"))
    throw UsageError("--depth-dependent and --fill are two ways to begin. Take one of them.");
  if (line.has("depth-dependent")) return depth_dependent_draft;
  return line.has("fill") ? filled_draft : initializer_draft;
}

}  // namespace

std::vector<CommandSpec> new_specs() { return {activation_spec(), initializer_spec()}; }

ExitCode new_command(std::span<const std::string> arguments) {
  const std::string verb = arguments.empty() ? "" : arguments.front();
  const unsigned width = output_style().width;
  if (verb == "--help" || verb == "-h")
    return print(help_text(activation_spec(), width) + "\n" + help_text(initializer_spec(), width)), ExitCode::success;
  if (verb == "activation" || verb == "initializer") {
    const CommandSpec spec = verb == "activation" ? activation_spec() : initializer_spec();
    const CommandLine line(spec, arguments.subspan(1));
    if (line.wants_help()) return print(help_text(spec, width)), ExitCode::success;
    return begin(line, verb == "activation" ? activation_draft : initializer_kind(line));
  }
  if (verb.empty()) throw UsageError("initlab new needs 'activation NAME' or 'initializer NAME'.");
  throw UsageError("initlab new has no '" + verb + "'" +
                   did_you_mean(verb, std::vector<std::string>{"activation", "initializer"}) +
                   "; it has 'activation NAME' and 'initializer NAME'.");
}

}  // namespace initlab
