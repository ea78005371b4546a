#include "experiment/settings.hpp"

#include <algorithm>
#include <limits>

#include "core/config_reader.hpp"
#include "core/config_text.hpp"
#include "core/error.hpp"
#include "experiment/observable_settings.hpp"

namespace initlab {
namespace {

constexpr std::int64_t most_units = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t most_layers = 10'000'000;
constexpr std::int64_t most_trials = std::numeric_limits<std::uint32_t>::max();  // a trial is one word of a counter

std::vector<std::size_t> read_widths(ConfigReader& network) {
  std::vector<std::size_t> widths;
  if (network.has("width") && network.value("width").kind() == ConfigKind::array) {
    for (const std::int64_t width : network.integers("width", integers_between(1, most_units)))
      widths.push_back(static_cast<std::size_t>(width));
    if (widths.empty()) network.refuse("width", "is empty (it needs one width a layer)");
    if (network.has("depth") &&
        network.integer("depth", integers_between(1, most_layers)) != static_cast<std::int64_t>(widths.size()))
      network.refuse("depth", "contradicts 'network.width', which lists " + std::to_string(widths.size()) +
                                  " widths (leave 'network.depth' out, or make it that)");
  } else {
    const std::int64_t width = network.integer("width", integers_between(1, most_units));
    const std::int64_t depth = network.integer("depth", integers_between(1, most_layers));
    widths.assign(static_cast<std::size_t>(depth), static_cast<std::size_t>(width));
  }
  return widths;
}

NetworkSettings read_network(ConfigReader network) {
  NetworkSettings out;
  out.architecture.name = network.choice_or("architecture", "plain", architecture_names());
  if (out.architecture.name == "residual-preact")
    out.architecture.branch_layers =
        static_cast<std::size_t>(network.integer_or("branch_layers", 2, integers_between(1, most_branch_layers)));
  else
    network.has("branch_layers");  // known, but of that architecture only
  out.widths = read_widths(network);
  if (network.has("input_width"))
    out.input_width = static_cast<std::size_t>(network.integer("input_width", integers_between(1, most_units)));
  out.activation = read_plugin_choice(network.value("activation"), network.path_of("activation"));
  out.initializer = read_plugin_choice(network.value("initializer"), network.path_of("initializer"));
  return out;
}

InputSettings read_input(ConfigReader input, const std::filesystem::path& folder) {
  using Distribution = InputSettings::Distribution;
  // A key of another distribution is told from a mistyped one.
  for (const char* key : {"correlation", "value", "path", "first_row", "normalize"}) input.has(key);
  InputSettings out;
  const std::string name = input.choice_or("distribution", "gaussian", {"gaussian", "sphere", "constant", "file"});
  out.distribution = name == "gaussian"   ? Distribution::gaussian
                     : name == "sphere"   ? Distribution::sphere
                     : name == "constant" ? Distribution::constant
                                          : Distribution::file;
  out.count = static_cast<std::size_t>(input.integer_or("count", 1, integers_between(1, most_units)));
  const bool random = out.distribution == Distribution::gaussian || out.distribution == Distribution::sphere;
  if (random && input.has("correlation")) {
    // Below this bound no such set of inputs exists: the matrix of correlations would not be positive.
    const double lowest = out.count > 1 ? -1.0 / static_cast<double>(out.count - 1) : -1.0;
    out.correlation = input.number("correlation", numbers_between(lowest, 1.0));
  }
  if (out.distribution == Distribution::constant) out.value = input.number_or("value", 1.0);
  if (out.distribution == Distribution::file) {
    out.named_path = input.text("path");
    out.path = folder / out.named_path;
    out.first_row = static_cast<std::size_t>(input.integer_or("first_row", 0, integers_from(0)));
    out.normalize = input.boolean_or("normalize", false);
  }
  return out;
}

Settings read_all(ConfigReader& reader, const std::filesystem::path& folder) {
  Settings out;
  out.title = reader.text_or("title", "");
  out.claim = reader.text_or("claim", "");
  out.trials = static_cast<std::uint64_t>(reader.integer("trials", integers_between(1, most_trials)));
  out.seed = reader.seed_or("seed", 1);
  out.engine = reader.choice_or("engine", "auto", {"auto", "dense", "revealed"});
  out.precision = reader.choice_or("precision", "float32", {"float32", "float64"}) == "float32" ? Precision::float32
                                                                                                : Precision::float64;
  out.network = read_network(reader.table("network"));
  out.input = read_input(reader.table_or_empty("input"), folder);
  ConfigReader measure = reader.table_or_empty("measure");
  out.observables = read_observables(measure, out.input.count);
  out.shared_cotangent = measure.choice_or("cotangents", "independent", {"independent", "shared"}) == "shared";
  ConfigReader theory = reader.table_or_empty("theory");
  if (theory.has("initializer"))
    out.theory_initializer = read_plugin_choice(theory.value("initializer"), theory.path_of("initializer"));
  if (reader.has("sweep")) reader.value("sweep");
  reader.finish();
  return out;
}

}  // namespace

Settings read_settings(const ConfigValue& table, const std::filesystem::path& folder) {
  ConfigReader reader(table);
  return read_all(reader, folder);
}

std::vector<ConfigKey> settings_keys(const ConfigValue& table, const std::filesystem::path& folder) {
  ConfigReader reader(table);
  read_all(reader, folder);
  return reader.keys();
}

}  // namespace initlab
