#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>

#include "cli/batch_files.hpp"
#include "cli/batch_folder.hpp"
#include "cli/batch_job.hpp"
#include "cli/batch_submission.hpp"
#include "cli/byte_size.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/duration.hpp"
#include "cli/experiment_options.hpp"
#include "cli/plugin_options.hpp"
#include "cli/run_estimate.hpp"
#include "cli/terminal.hpp"
#include "core/config_parser.hpp"
#include "core/error.hpp"
#include "core/text_file.hpp"
#include "execution/backend.hpp"
#include "experiment/shell_word.hpp"
#include "experiment/stored_plan.hpp"

namespace initlab {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t most_shards = 1'000'000;
// MaxArraySize is 1001 where a site has not changed it, and numbers must be below.
constexpr std::uint64_t usual_elements = 1000;

CommandSpec spec() {
  CommandSpec spec{
      "batch",
      "Writes a folder with all that Slurm needs to run an experiment in shards: the plan, a job array, the merge "
      "that follows it, and a README that tells how to submit, watch and mend it. Nothing is submitted unless "
      "--submit says so.",
      {"FILE"},
      {{"shards", "N", "how many parts; each is an element of the array"},
       {"output", "DIR", "the folder; without it, the experiment's name with -batch behind it"},
       {"time", "TIME", "limit of an element, as in 3h50m; without it, twice the estimate and five minutes"},
       {"memory", "SIZE", "memory of an element, as in 4GiB; without it, what the site gives"},
       {"threads", "N", "threads of an element; 1 without it"},
       {"partition", "NAME", "Slurm's partition; without it, the site's own"},
       {"account", "NAME", "Slurm's account; without it, yours"},
       {"elements", "N", "most elements of the array, which then do several shards each; 1000 without it"},
       {"submit", "", "submits it at once"},
       {"force", "", "writes into a folder that exists; what its shards have kept stays"},
       {"plugin-path", "FOLDERS", "looks for plugins there first; folders are separated by ':'", true},
       isolate_option()}};
  const std::vector<OptionSpec> changes = experiment_options();
  spec.options.insert(spec.options.begin(), changes.begin(), changes.end());
  return spec;
}

constexpr std::string_view letters_and_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// A name that stands in a script's #SBATCH line.
std::string slurm_name(const CommandLine& line, const std::string& option) {
  const std::string name = line.text(option).value_or("");
  const auto allowed = std::string(letters_and_digits) + "_-.,+:@";
  if (line.has(option) && (name.empty() || name.find_first_not_of(allowed) != std::string::npos))
    throw UsageError(
        fmt::format("--{} '{}' is no name (letters, digits and {} may be in it).", option, name, "_ - . , + : @"));
  return name;
}

/// A file's name without what a job's name cannot have.
std::string job_name(const fs::path& experiment) {
  std::string name = experiment.stem().string();
  const auto allowed = std::string(letters_and_digits) + "_-.";
  for (char& c : name)
    if (allowed.find(c) == std::string::npos) c = '_';
  return name;
}

fs::path folder_of(const CommandLine& line) {
  const std::string otherwise = fs::path(line.word(0)).stem().string() + "-batch";
  const fs::path folder = fs::absolute(line.text("output").value_or(otherwise)).lexically_normal();
  return folder.has_filename() ? folder : folder.parent_path();
}

/// A limit in whole minutes, as Slurm has it.
std::chrono::minutes time_limit_of(const CommandLine& line, double element_seconds) {
  const std::optional<std::string> text = line.text("time");
  if (!text) return default_time_limit(element_seconds);
  return std::chrono::ceil<std::chrono::minutes>(parse_duration(*text, "--time"));
}

BatchJob job_of(const CommandLine& line, const ExperimentFile& experiment, const Plan& plan, std::uint64_t shards) {
  BatchJob job;
  job.name = job_name(experiment.path);
  job.title = plan.manifest.title.empty() ? job.name : plan.manifest.title;
  job.folder = folder_of(line).string();
  job.program = fs::read_symlink("/proc/self/exe").string();
  job.shards = shards;
  job.elements = std::min(shards, line.whole("elements", 1, most_shards).value_or(usual_elements));
  job.threads = static_cast<unsigned>(line.whole("threads", 1, max_threads).value_or(1));
  if (const auto memory = line.text("memory")) job.memory = parse_byte_size(*memory, "--memory");
  job.partition = slurm_name(line, "partition");
  job.account = slurm_name(line, "account");

  const double usable = job.memory ? 0.9 * *job.memory : std::numeric_limits<double>::infinity();
  if (job.memory) check_memory(plan, job.threads, usable);
  job.needed_memory = plan.estimated_bytes(job.threads, usable);
  // No shard is longer than one that has a block more than its share.
  const double shares = static_cast<double>(job.shards_of_an_element()) / static_cast<double>(shards);
  job.element_seconds = plan.estimated_seconds(job.threads) * std::min(1.0, shares);
  job.time_limit = time_limit_of(line, job.element_seconds);
  return job;
}

void warn(const BatchJob& job, const Plan& plan) {
  const auto limit = static_cast<double>(job.working_time().count());
  if (job.element_seconds > limit)
    std::fprintf(
        stderr, "%s",
        fmt::format("initlab: an element takes about {}, and its limit is {}: it will be queued again about {:.0f} "
                    "times. More --shards or --threads make it shorter, --time the limit longer.\n",
                    duration_text(job.element_seconds), slurm_time(job.time_limit),
                    std::floor(job.element_seconds / limit))
            .c_str());
  if (plan.blocks.size() < job.shards)
    std::fprintf(
        stderr, "%s",
        fmt::format("initlab: there are fewer blocks of trials ({}) than shards: from shard {} on they have nothing to "
                    "do.\n",
                    plan.blocks.size(), plan.blocks.size() + 1)
            .c_str());
}

std::string told(const BatchJob& job, const Plan& plan, bool is_submitted) {
  std::string text = fmt::format(
      "{} trials in {} shards, an array of {}; an element takes about {} and {} of memory.\n", plan.trials(),
      job.shards, job.elements, duration_text(job.element_seconds), byte_size_text(job.needed_memory));
  text += fmt::format("Written into {}:\n  plan.toml  shards.sbatch  merge.sbatch  submit.sh  README.md  logs/\n",
                      job.folder);
  if (!is_submitted) text += fmt::format("\nNext:\n  {}\n", shell_word(job.folder + "/submit.sh"));
  return text + fmt::format("{}Watch it with: initlab status {}\n", is_submitted ? "\n" : "  ", shell_word(job.folder));
}

}  // namespace

std::vector<CommandSpec> batch_specs() { return {spec()}; }

ExitCode batch_command(std::span<const std::string> arguments) {
  const CommandLine line(spec(), arguments);
  if (line.wants_help()) return print(help_text(spec(), output_style().width)), ExitCode::success;
  const auto shards = line.whole("shards", 1, most_shards);
  if (!shards) throw UsageError("say into how many parts the run shall be divided, as in --shards 100.");
  const bool submits = line.has("submit");
  if (submits) require_sbatch();
  const BatchFolder folder(folder_of(line), line.has("force"));

  const ExperimentFile experiment = experiment_to_plan(line);
  const Plan plan = make_plan(experiment, open_catalogue(line));
  const BatchJob job = job_of(line, experiment, plan, *shards);
  folder.write(to_toml(stored_plan_of(plan, experiment.path, line.texts("plugin-path"), *shards)), job);
  warn(job, plan);
  print(told(job, plan, submits));
  if (submits) submit_batch(folder.path());
  return ExitCode::success;
}

}  // namespace initlab
