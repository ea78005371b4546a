#include <fmt/format.h>

#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/experiment_options.hpp"
#include "cli/plugin_options.hpp"
#include "cli/terminal.hpp"
#include "core/config_parser.hpp"
#include "core/error.hpp"
#include "core/text_file.hpp"
#include "experiment/shell_word.hpp"
#include "experiment/stored_plan.hpp"
#include "results/atomic_file.hpp"

namespace initlab {
namespace {

constexpr std::uint64_t most_shards = 1'000'000;

CommandSpec spec() {
  CommandSpec spec{
      "plan",
      "Divides an experiment into shards, which can be run on different machines, and stores that as a plan: a text "
      "file that says what the run is, to the bit. Nothing is drawn.",
      {"FILE"},
      {{"shards", "N", "how many parts; each is a job of its own"},
       {"output", "FILE", "the plan's file; shards keep their results in its folder"},
       {"force", "", "replaces a plan that exists; it is kept as FILE.bak"},
       {"plugin-path", "FOLDERS", "looks for plugins there first; folders are separated by ':'", true},
       isolate_option()}};
  const std::vector<OptionSpec> changes = experiment_options();
  spec.options.insert(spec.options.begin(), changes.begin(), changes.end());
  return spec;
}

std::string size_text(const Plan& plan, std::uint64_t shards) {
  const double seconds = plan.estimated_seconds(1);
  std::string text = fmt::format("{} trials in {} blocks, about {:.2g} s on one thread; {:.2g} s a shard.\n",
                                 plan.trials(), plan.blocks.size(), seconds, seconds / static_cast<double>(shards));
  if (plan.blocks.size() < shards)
    text += fmt::format("There are fewer blocks than shards: from shard {} on they have nothing to do.\n",
                        plan.blocks.size() + 1);
  return text;
}

/// What to type next.
std::string next_steps(const std::filesystem::path& file, const std::filesystem::path& experiment,
                       std::uint64_t shards) {
  const std::string run = "  initlab run " + shell_word(file.string()) + " --shard ";
  std::string text =
      fmt::format("Stored in {}. Run each shard, on any machine and in any order:\n{}1\n", file.string(), run);
  if (shards > 2) text += "  ...\n";
  if (shards > 1) text += fmt::format("{}{}\n", run, shards);
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  return text + fmt::format("When all are finished:\n  initlab merge {} -o {}\n", shell_word(folder.string()),
                            shell_word(experiment.stem().string() + ".nc"));
}

}  // namespace

std::vector<CommandSpec> plan_specs() { return {spec()}; }

ExitCode plan_command(std::span<const std::string> arguments) {
  const CommandLine line(spec(), arguments);
  if (line.wants_help()) return print(help_text(spec(), output_style().width)), ExitCode::success;
  const auto shards = line.whole("shards", 1, most_shards);
  if (!shards) throw UsageError("say into how many parts the run shall be divided, as in --shards 100.");
  const std::optional<std::string> file = line.text("output");
  if (!file) throw UsageError("say where the plan shall be, as in --output depth/plan.toml.");
  const Overwrite policy = line.has("force") ? Overwrite::keep_backup : Overwrite::refuse;
  check_output(*file, policy);

  const ExperimentFile experiment = experiment_to_plan(line);
  const Plan plan = make_plan(experiment, open_catalogue(line));
  const StoredPlan stored = stored_plan_of(plan, experiment.path, line.texts("plugin-path"), *shards);
  const std::string text = to_toml(stored);
  if (text.size() > stored_plan_size_limit)
    throw UsageError(
        fmt::format("the plan would have {} bytes (a plan of more than {} is not read). Take fewer points.",
                    text.size(), stored_plan_size_limit));
  write_atomically(*file, text, policy);
  print(size_text(plan, *shards) + next_steps(*file, experiment.path, *shards));
  return ExitCode::success;
}

}  // namespace initlab
