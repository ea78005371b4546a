#include "experiment/plan.hpp"

#include <algorithm>
#include <cstdio>
#include <map>

#include "core/config_text.hpp"
#include "core/error.hpp"
#include "core/hash.hpp"
#include "experiment/cost.hpp"
#include "experiment/point_key.hpp"
#include "experiment/shell_word.hpp"
#include "experiment/sweep.hpp"
#include "experiment/version.hpp"
#include "plugins/load.hpp"

namespace initlab {
namespace {

constexpr std::size_t most_blocks = 10'000'000;  // they are listed in memory: 240 MB

[[noreturn]] void refuse_size(double ns) {
  constexpr double ns_in_a_day = 86400e9;
  char days[32];
  std::snprintf(days, sizeof days, "%.2g", ns / ns_in_a_day);
  throw UsageError("the experiment takes about " + std::string(days) + " days on one thread or longer, in more than " +
                   std::to_string(most_blocks) +
                   " blocks of trials. Take fewer trials, fewer points or smaller networks.");
}

std::string text_of(const ResolvedArguments& arguments) {
  std::string text;
  for (const ResolvedArgument& argument : arguments.values)
    text += (text.empty() ? "" : ", ") + argument.name + "=" +
            std::visit([](const auto& v) { return to_display(ConfigValue(ConfigValue::Content(v))); }, argument.value);
  return text;
}

/// Finds the plugins that points ask for, and remembers which were used.
class PluginUser {
 public:
  explicit PluginUser(const Catalogue& catalogue) : catalogue_(catalogue) {}

  struct Found {
    const CatalogueEntry& entry;
    ResolvedArguments arguments;
  };
  Found find(PluginKind kind, const PluginChoice& choice) {
    try {
      const CatalogueEntry& entry = catalogue_.find(kind, choice.id);
      Found found{entry, resolve(entry.record, choice.arguments)};
      note(found);
      return found;
    } catch (const UsageError& error) {
      throw UsageError(choice.place.text() + ": " + error.what());
    } catch (const PluginError& error) {
      throw PluginError(choice.place.text() + ": " + error.what());
    }
  }
  const std::vector<PluginIdentity>& used() const { return used_; }

 private:
  void note(const Found& found) {
    const PluginRecord& record = found.entry.record;
    std::string& hash = hashes_[found.entry.file];
    if (hash.empty()) hash = sha256_hex_of_file(found.entry.file);
    const PluginIdentity identity{std::string(to_string(record.kind)),
                                  record.id,
                                  record.version,
                                  record.compiler,
                                  hash,
                                  text_of(found.arguments)};
    if (std::find(used_.begin(), used_.end(), identity) == used_.end()) used_.push_back(identity);
  }

  const Catalogue& catalogue_;
  std::map<std::filesystem::path, std::string> hashes_;
  std::vector<PluginIdentity> used_;
};

TrialSize trial_size(const Point& point) {
  return {point.widths, matrices_in_block(point.settings.network.architecture), point.settings.input.count,
          point.needs_backward(), point.settings.precision == Precision::float32 ? sizeof(float) : sizeof(double)};
}

Point make_point(Settings settings, PluginUser& plugins) {
  Point point;
  point.settings = std::move(settings);
  const NetworkSettings& network = point.settings.network;
  const auto activation = plugins.find(PluginKind::activation, network.activation);
  const auto initializer = plugins.find(PluginKind::initializer, network.initializer);
  point.activation = load_activation(activation.entry, activation.arguments);
  point.theory = std::make_unique<TheoryService>(*point.activation);
  point.initializer = load_initializer(initializer.entry, initializer.arguments);

  point.input = make_input_source(point.settings.input, network);
  point.widths = {point.input->units()};
  point.widths.insert(point.widths.end(), network.widths.begin(), network.widths.end());
  point.blocks = make_blocks(network.architecture, point.widths, *point.initializer, Theory(point.theory->table()));
  point.key = point_key(point_content(point.settings, {activation.entry.record, activation.arguments},
                                      {initializer.entry.record, initializer.arguments}));
  point.trials_per_block = trials_in_block(estimated_trial_ns(trial_size(point)), point.settings.trials);
  return point;
}

/// "network.depth = 10, network.initializer = he_normal" for the point of that number.
std::string label_of(const std::vector<Axis>& axes, std::size_t point) {
  std::string label;
  for (std::size_t a = axes.size(); a-- > 0;) {
    const std::size_t count = axes[a].labels.size();
    label = axes[a].key + " = " + axes[a].labels[point % count] + (label.empty() ? "" : ", ") + label;
    point /= count;
  }
  return label;
}

template <class T>
std::vector<T> once_if_equal(std::vector<T> each) {
  if (std::all_of(each.begin(), each.end(), [&](const T& one) { return one == each.front(); })) each.resize(1);
  return each;
}

Manifest make_manifest(const ExperimentFile& experiment, const Plan& plan, const PluginUser& plugins) {
  const Settings& settings = plan.points.front().settings;
  Manifest manifest;
  manifest.title = settings.title;
  manifest.claim = settings.claim;
  manifest.initlab_version = version();
  manifest.git_revision = git_revision();
  manifest.experiment_name = experiment.path.filename().string();
  manifest.experiment_text = experiment.text;
  manifest.overrides = experiment.overrides;
  manifest.seed = settings.seed;
  manifest.trials = settings.trials;
  manifest.precision = settings.precision == Precision::float32 ? "float32" : "float64";
  std::vector<std::uint64_t> block_sizes;
  for (const Point& point : plan.points) block_sizes.push_back(point.trials_per_block);
  manifest.trials_per_block = once_if_equal(std::move(block_sizes));
  manifest.engines = {{"dense", "the experiment asks for it"}};
  manifest.plugins = plugins.used();
  return manifest;
}

}  // namespace

bool Point::needs_backward() const {
  return std::any_of(settings.observables.begin(), settings.observables.end(),
                     [](const ObservableGroup& group) { return group.needs_backward; });
}

std::size_t Plan::max_depth() const {
  std::size_t deepest = 0;
  for (const Point& point : points) deepest = std::max(deepest, point.depth());
  return deepest;
}

std::uint64_t Plan::trials() const {
  std::uint64_t total = 0;
  for (const Block& block : blocks) total += block.trials;
  return total;
}

double Plan::estimated_seconds(unsigned threads) const {
  double total = 0;
  for (const Block& block : blocks) total += block.trials * estimated_trial_ns(trial_size(points[block.point]));
  return total * 1e-9 / std::max(1u, threads);
}

double Plan::estimated_bytes(unsigned threads) const {
  double largest = 0;
  for (const Point& point : points) largest = std::max(largest, estimated_worker_bytes(trial_size(point)));
  const double workers = std::min<double>(threads, static_cast<double>(blocks.size()));
  const double table = static_cast<double>((max_depth() + 1) * quantities.size());
  const double results =
      table * (sizeof(Summary) * static_cast<double>(points.size()) + sizeof(Accumulator) * (workers + 1));
  return largest * workers + results;
}

Plan make_plan(const ExperimentFile& experiment, const Catalogue& catalogue) {
  Plan plan;
  Sweep sweep = expand_sweep(experiment.table);
  plan.axes = std::move(sweep.axes);
  PluginUser plugins(catalogue);
  double estimated_ns = 0;
  for (std::size_t p = 0; p < sweep.points.size(); ++p) {
    plan.points.push_back(make_point(read_settings(sweep.points[p], experiment.path.parent_path()), plugins));
    Point& point = plan.points.back();
    point.label = label_of(plan.axes, p);
    estimated_ns += estimated_trial_ns(trial_size(point)) * static_cast<double>(point.settings.trials);
    if (plan.blocks.size() + point.settings.trials / point.trials_per_block > most_blocks) refuse_size(estimated_ns);
    for (std::uint64_t first = 0; first < point.settings.trials; first += point.trials_per_block) {
      const std::uint64_t count = std::min<std::uint64_t>(point.trials_per_block, point.settings.trials - first);
      plan.blocks.push_back({p, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(count)});
    }
  }
  for (const Point& point : plan.points)
    for (const BlockSpec& block : point.blocks)
      plan.matrices = std::max(plan.matrices, block.matrices.size() + (block.projection ? 1 : 0));
  plan.quantities = quantities_of(plan.points.front().settings.observables, plan.matrices);
  plan.manifest = make_manifest(experiment, plan, plugins);
  plan.command = "initlab run " + shell_word(experiment.path.string());
  for (const std::string& change : experiment.overrides) plan.command += " --set " + shell_word(change);
  return plan;
}

void keep_only(Plan& plan, std::size_t point, std::uint64_t trial) {
  if (point < 1 || point > plan.points.size())
    throw UsageError("--only: there is no point " + std::to_string(point) + " (the experiment has " +
                     std::to_string(plan.points.size()) + ", counted from 1)");
  const std::uint64_t trials = plan.points[point - 1].settings.trials;
  if (trial < 1 || trial > trials)
    throw UsageError("--only: there is no trial " + std::to_string(trial) + " (point " + std::to_string(point) +
                     " has " + std::to_string(trials) + ", counted from 1)");
  plan.blocks = {{point - 1, static_cast<std::uint32_t>(trial - 1), 1}};
  plan.manifest.trials = 1;
  plan.manifest.overrides.push_back("--only " + std::to_string(point) + ":" + std::to_string(trial));
}

}  // namespace initlab
