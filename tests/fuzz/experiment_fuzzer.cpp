#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/config_parser.hpp"
#include "core/config_text.hpp"
#include "core/error.hpp"
#include "experiment/experiment_file.hpp"
#include "experiment/settings.hpp"
#include "experiment/stored_plan.hpp"
#include "experiment/sweep.hpp"

// Any text is either refused with a UsageError or read as an experiment: parsed, changed by --set, expanded into its
// points, which are read as settings. What stands behind the first NUL byte is taken for an override. Plugins are named
// by an experiment, not opened.

namespace {

using namespace initlab;

void require(bool fact, const char* text) {
  if (fact) return;
  std::fprintf(stderr, "not so: %s\n", text);
  std::abort();
}

/// Whatever a file holds, a terminal is not steered by what is said about it.
void check_refusal(std::string_view text) {
  require(!text.empty(), "a refusal has a text");
  for (const char c : text)
    require(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F), "a refusal has no control characters");
}

template <class Action>
void try_to(Action action) {
  try {
    action();
  } catch (const UsageError& error) {
    check_refusal(error.what());
  }
}

void check_canonical(const ConfigValue& table) {
  const std::string text = canonical(table);
  const ConfigValue again = parse_config("x = " + text, "canonical");
  require(canonical(*again.find("x")) == text, "a canonical text is read as what it stands for");
}

/// A long list of points costs time and shows nothing that a short one does not.
bool is_short(const ConfigValue& table) {
  const ConfigValue* sweep = table.find("sweep");
  if (!sweep || sweep->kind() != ConfigKind::table) return true;
  std::size_t points = 1;
  for (const ConfigEntry& axis : sweep->as_table())
    if (axis.value.kind() == ConfigKind::array) points *= std::max<std::size_t>(1, axis.value.as_array().size());
  return points < 1000;
}

void try_experiment(const std::string& text, const std::vector<std::string>& overrides) {
  try_to([&] {
    const ExperimentFile experiment = experiment_from_text("folder/fuzzed.toml", text, overrides);
    check_canonical(experiment.table);
    if (!is_short(experiment.table)) return;
    for (const ConfigValue& point : expand_sweep(experiment.table).points) {
      const Settings settings = read_settings(point, "folder");
      require(settings.trials > 0 && !settings.network.widths.empty(), "settings are valid");
    }
  });
}

void try_plan(const std::string& text) {
  try_to([&] {
    const std::string stored = to_toml(parse_stored_plan(text, "fuzzed.toml"));
    require(to_toml(parse_stored_plan(stored, "again")) == stored, "a plan is read as it was written");
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t end = bytes.find('\0');
  try_experiment(bytes, {});
  if (end != bytes.npos) try_experiment(bytes.substr(0, end), {bytes.substr(end + 1)});
  try_plan(bytes);
  try_plan("# A plan of initlab.\n" + bytes);
  return 0;
}
