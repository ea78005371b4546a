#include "cli/experiment_options.hpp"

#include <utility>

#include "core/config_parser.hpp"
#include "core/error.hpp"
#include "core/text_file.hpp"
#include "experiment/shell_word.hpp"
#include "experiment/stored_plan.hpp"

namespace initlab {
namespace {

constexpr std::uint64_t most_trials = 0xFFFFFFFF;

}  // namespace

std::vector<OptionSpec> experiment_options() {
  return {{"set", "KEY=VALUE", "changes one key of the file, as in --set network.depth=100; may be repeated", true},
          {"trials", "N", "networks a point; the same as --set trials=N"},
          {"seed", "N", "the same as --set seed=N"}};
}

std::vector<std::string> experiment_overrides(const CommandLine& line) {
  std::vector<std::string> all = line.texts("set");
  if (const auto trials = line.whole("trials", 1, most_trials)) all.push_back("trials=" + std::to_string(*trials));
  // In quotes: TOML's integers end at 2^63 - 1.
  if (line.whole("seed", 0, UINT64_MAX)) all.push_back("seed='" + *line.text("seed") + "'");
  return all;
}

ExperimentFile experiment_to_plan(const CommandLine& line) {
  const std::string& file = line.word(0);
  // An experiment that is too long is refused by its own limit, a plan by what it is.
  std::string text = read_text_file(file, config_size_limit);
  if (is_stored_plan(text))
    throw UsageError(file + " is a plan already. Give the experiment that it was made of: " +
                     shell_word(parse_stored_plan(text, file).experiment.string()));
  return experiment_from_text(file, std::move(text), experiment_overrides(line));
}

}  // namespace initlab
