#include <fmt/format.h>

#include "core/config.hpp"
#include "core/error.hpp"
#include "core/text_file.hpp"
#include "experiment/stored_plan_format.hpp"

namespace initlab {
namespace {

constexpr std::int64_t most_repeats = 1'000'000;  // points of a sweep

void check_format(ConfigReader& reader, const std::string& origin) {
  const std::int64_t format = reader.integer("format", integers_from(1));
  if (format > stored_plan_format)
    throw UsageError(fmt::format(
        "{} is a plan of format {}, which a newer initlab has written (this one reads up to {}). Use that initlab.",
        origin, format, stored_plan_format));
}

/// A reader for each table of a list.
std::vector<ConfigReader> tables(ConfigReader& reader, std::string_view key) {
  std::vector<ConfigReader> all;
  const ConfigValue list = reader.value_or(key, ConfigValue(ConfigValue::Array{}));
  if (list.kind() != ConfigKind::array) reader.refuse(key, "must be a list of tables, not " + described(list));
  for (const ConfigValue& element : list.as_array())
    all.emplace_back(element, fmt::format("{}[{}]", reader.path_of(key), all.size()));
  return all;
}

std::size_t repeat_of(ConfigReader& element) {
  return static_cast<std::size_t>(element.integer_or("repeat", 1, integers_between(1, most_repeats)));
}

std::vector<std::uint64_t> block_sizes(ConfigReader& reader) {
  std::vector<std::uint64_t> sizes;
  for (ConfigReader& element : tables(reader, "trials_per_block")) {
    const std::uint64_t size = element.seed("trials");
    sizes.insert(sizes.end(), repeat_of(element), size);
    element.finish();
  }
  return sizes;
}

std::vector<EngineChoice> engines(ConfigReader& reader) {
  std::vector<EngineChoice> choices;
  for (ConfigReader& element : tables(reader, "engine")) {
    const EngineChoice choice{element.text("name"), element.text("reason")};
    choices.insert(choices.end(), repeat_of(element), choice);
    element.finish();
  }
  return choices;
}

std::vector<PluginIdentity> plugins(ConfigReader& reader) {
  std::vector<PluginIdentity> identities;
  for (ConfigReader& element : tables(reader, "plugin")) {
    identities.push_back({element.text("kind"), element.text("id"), element.text("version"), element.text("compiler"),
                          element.text("sha256"), element.text("parameters")});
    element.finish();
  }
  return identities;
}

std::vector<InputIdentity> inputs(ConfigReader& reader) {
  std::vector<InputIdentity> identities;
  for (ConfigReader& element : tables(reader, "input")) {
    identities.push_back({element.text("path"), element.text("sha256")});
    element.finish();
  }
  return identities;
}

}  // namespace

StoredPlan parse_stored_plan(std::string_view text, const std::string& origin) {
  if (!is_stored_plan(text))
    throw UsageError(
        fmt::format("{}:1:1: is no plan of initlab (its first line is not '{}'). Use one that initlab plan "
                    "has written.",
                    origin, stored_plan_title));
  ConfigReader reader(parse_config(text, origin));
  check_format(reader, origin);
  StoredPlan plan;
  plan.shards = static_cast<std::size_t>(reader.integer("shards", integers_from(1)));
  plan.plugin_paths = reader.texts("plugin_paths");
  plan.csv = reader.text_or("csv", "");
  Manifest& manifest = plan.manifest;
  manifest.title = reader.text("title");
  manifest.claim = reader.text("claim");
  manifest.seed = reader.seed("seed");
  manifest.trials = reader.seed("trials");
  manifest.trials_per_block = block_sizes(reader);
  manifest.precision = reader.text("precision");
  manifest.initlab_version = reader.text("initlab_version");
  manifest.git_revision = reader.text("git_revision");
  manifest.numerics = reader.text("numerics");
  manifest.engines = engines(reader);
  manifest.plugins = plugins(reader);
  manifest.inputs = inputs(reader);
  ConfigReader experiment = reader.table("experiment");
  manifest.experiment_name = experiment.text("name");
  plan.experiment = experiment.text("path");
  manifest.overrides = experiment.texts("overrides");
  manifest.experiment_text = experiment.text("text");
  reader.finish();
  return plan;
}

bool is_stored_plan(std::string_view text) {
  if (!text.starts_with(stored_plan_title)) return false;
  text.remove_prefix(stored_plan_title.size());
  return text.starts_with('\n') || text.starts_with("\r\n");
}

std::string read_experiment_or_plan(const std::filesystem::path& path) {
  const std::size_t first_line = stored_plan_title.size() + 2;
  const bool is_plan = is_stored_plan(read_text_start(path, first_line));
  return read_text_file(path, is_plan ? stored_plan_size_limit : config_size_limit);
}

}  // namespace initlab
