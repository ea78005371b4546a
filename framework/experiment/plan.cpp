#include "experiment/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <list>
#include <map>

#include "core/config_text.hpp"
#include "core/error.hpp"
#include "core/hash.hpp"
#include "execution/available_memory.hpp"
#include "experiment/cost.hpp"
#include "experiment/engine_choice.hpp"
#include "experiment/from_file.hpp"
#include "experiment/memory.hpp"
#include "experiment/numerics_class.hpp"
#include "experiment/observable_settings.hpp"
#include "experiment/only_override.hpp"
#include "experiment/plan_size.hpp"
#include "experiment/plugin_identity.hpp"
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

/// Finds the plugins that points ask for, and from_file, and remembers which were used. `folder` is the experiment
/// file's.
class PluginUser {
 public:
  PluginUser(const Catalogue& catalogue, std::filesystem::path folder)
      : catalogue_(catalogue), folder_(std::move(folder)) {}

  struct Found {
    const CatalogueEntry& entry;
    ResolvedArguments arguments, content;  ///< as given; and as what they stand for, which names the random numbers
    std::unique_ptr<Initializer> from_file;
  };
  Found find(PluginKind kind, const PluginChoice& choice) {
    try {
      if (kind == PluginKind::initializer && is_from_file(choice.id)) return find_from_file(choice);
      const CatalogueEntry& entry = catalogue_.find(kind, choice.id);
      const ResolvedArguments arguments = resolve(entry.record, choice.arguments);
      note(entry, arguments);
      return {entry, arguments, arguments, nullptr};
    } catch (const UsageError& error) {
      throw UsageError(choice.place.text() + ": " + error.what());
    } catch (const PluginError& error) {
      throw PluginError(choice.place.text() + ": " + error.what());
    }
  }
  const std::vector<PluginIdentity>& used() const { return used_; }

  /// What was loaded is what the files held both before and after. Throws PluginError if one has changed meanwhile.
  void require_unchanged() const {
    for (const auto& [file, hash] : hashes_)
      if (sha256_hex_of_file(file) != hash)
        throw PluginError(file.string() + ": was replaced while it was being loaded. Run again.");
  }

 private:
  using Matrices = std::shared_ptr<const std::vector<FileMatrix>>;

  const std::string& note(const CatalogueEntry& entry, const ResolvedArguments& arguments) {
    std::string& hash = hashes_[entry.file];
    if (hash.empty()) hash = sha256_hex_of_file(entry.file);
    const PluginIdentity identity = plugin_identity(entry, arguments, hash);
    if (std::find(used_.begin(), used_.end(), identity) == used_.end()) used_.push_back(identity);
    return hash;
  }

  /// A plugin of that name goes before the host's own.
  bool is_from_file(const std::string& id) const {
    return id == from_file_record().id && std::ranges::none_of(catalogue_.entries(), [&](const CatalogueEntry& entry) {
             return entry.record.kind == PluginKind::initializer && entry.record.id == id;
           });
  }
  Found find_from_file(const PluginChoice& choice) {
    const ResolvedArguments arguments = resolve(from_file_record(), choice.arguments);
    const std::filesystem::path path = weight_path(arguments, folder_);
    const CatalogueEntry& entry = from_file_.emplace_back(CatalogueEntry{path, from_file_record()});
    const ResolvedArguments content = by_content(arguments, note(entry, arguments));
    // Points that differ in something else share one copy.
    auto known = std::ranges::find(matrices_, content, &std::pair<ResolvedArguments, Matrices>::first);
    if (known == matrices_.end())
      known = matrices_.emplace(known, content,
                                std::make_shared<const std::vector<FileMatrix>>(chosen_matrices(arguments, path)));
    return {entry, arguments, content, make_from_file(path, known->second)};
  }

  const Catalogue& catalogue_;
  std::filesystem::path folder_;
  std::list<CatalogueEntry> from_file_;
  std::list<std::pair<ResolvedArguments, Matrices>> matrices_;
  std::map<std::filesystem::path, std::string> hashes_;
  std::vector<PluginIdentity> used_;
};

std::unique_ptr<Initializer> initializer_of(PluginUser::Found& found) {
  return found.from_file ? std::move(found.from_file) : load_initializer(found.entry, found.arguments);
}

TrialSize trial_size(const Point& point, bool revealed) {
  return {point.widths, matrices_in_block(point.settings.network.architecture), point.settings.input.count,
          point.needs_backward(), revealed};
}
double trial_ns(const Point& point) { return estimated_trial_ns(trial_size(point, point.is_revealed())); }

WorkerSize worker_size(const Point& point) {
  return {point.blocks,
          point.widths.front(),
          point.settings.input.count,
          point.needs_backward(),
          point.is_revealed(),
          point.settings.precision == Precision::float32 ? sizeof(float) : sizeof(double)};
}

Point make_point(Settings settings, PluginUser& plugins) {
  Point point;
  point.settings = std::move(settings);
  const NetworkSettings& network = point.settings.network;
  const auto activation = plugins.find(PluginKind::activation, network.activation);
  auto initializer = plugins.find(PluginKind::initializer, network.initializer);
  point.activation = load_activation(activation.entry, activation.arguments);
  point.theory = std::make_unique<TheoryService>(*point.activation);
  point.initializer = initializer_of(initializer);

  point.input = make_input_source(point.settings.input, network);
  point.widths = {point.input->units()};
  point.widths.insert(point.widths.end(), network.widths.begin(), network.widths.end());
  point.blocks = make_blocks(network.architecture, point.widths, *point.initializer, Theory(point.theory->table()));
  point.key = point_key(point_content(point.settings, {activation.entry.record, activation.arguments},
                                      {initializer.entry.record, initializer.content}));
  if (point.settings.theory_initializer) {
    auto stated = plugins.find(PluginKind::initializer, *point.settings.theory_initializer);
    point.theory_blocks =
        make_blocks(network.architecture, point.widths, *initializer_of(stated), Theory(point.theory->table()));
  }
  point.engine = choose_engine(point.settings.engine, point.blocks,
                               {.dense_ns = estimated_trial_ns(trial_size(point, false)),
                                .revealed_ns = estimated_trial_ns(trial_size(point, true))},
                               network.initializer.place);
  point.trials_per_block = trials_in_block(trial_ns(point), point.settings.trials);
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

/// Each data file once, though many points may read it.
std::vector<InputIdentity> input_files(const std::vector<Point>& points) {
  std::vector<InputIdentity> files;
  for (const Point& point : points) {
    const InputSettings& input = point.settings.input;
    if (input.distribution != InputSettings::Distribution::file) continue;
    if (std::ranges::find(files, input.named_path, &InputIdentity::path) == files.end())
      files.push_back({input.named_path, sha256_hex_of_file(input.path)});
  }
  return files;
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
  std::vector<EngineChoice> engines;
  for (const Point& point : plan.points) engines.push_back(point.engine);
  manifest.engines = once_if_equal(std::move(engines));
  manifest.plugins = plugins.used();
  manifest.numerics = numerics_class();
  manifest.inputs = input_files(plan.points);
  return manifest;
}

}  // namespace

bool Point::needs_backward() const {
  return std::ranges::any_of(settings.observables,
                             [](const ObservableChoice& choice) { return choice.group.needs_backward; });
}

bool Point::measures(std::string_view group) const {
  return std::ranges::any_of(settings.observables,
                             [&](const ObservableChoice& choice) { return choice.group.name == group; });
}

std::string Point::theory_initializer() const {
  return settings.theory_initializer ? to_display(*settings.theory_initializer) : "";
}

std::uint64_t Plan::trials() const {
  std::uint64_t total = 0;
  for (const Block& block : blocks) total += block.trials;
  return total;
}

std::string Plan::theory_initializers() const {
  std::vector<std::string> names;
  for (const Point& point : points)
    if (const std::string name = point.theory_initializer();
        !name.empty() && std::ranges::find(names, name) == names.end())
      names.push_back(name);
  return fmt::format("{}", fmt::join(names, ", "));
}

double Plan::estimated_seconds(unsigned threads) const {
  double total = 0;
  for (const Block& block : blocks) total += block.trials * trial_ns(points[block.point]);
  return total * 1e-9 / std::max(1u, threads);
}

double Plan::bytes_beside_networks(unsigned workers) const {
  const double table = static_cast<double>((max_depth + 1) * quantities.size());
  return table * (sizeof(Summary) * static_cast<double>(points.size()) + sizeof(Accumulator) * (workers + 1.0));
}

unsigned Plan::workers(unsigned threads) const {
  return static_cast<unsigned>(std::min<std::size_t>(threads, blocks.size()));
}

std::size_t Plan::blocks_to_keep(const Point& point, unsigned threads, double limit) const {
  const unsigned at_once = workers(threads);
  return initlab::blocks_to_keep(worker_size(point), (limit - bytes_beside_networks(at_once)) / at_once);
}

double Plan::estimated_bytes(unsigned threads, double limit) const {
  double largest = 0;
  for (const Point& point : points)
    largest = std::max(largest, worker_bytes(worker_size(point), blocks_to_keep(point, threads, limit)));
  return largest * workers(threads) + bytes_beside_networks(workers(threads));
}

void append_blocks(std::vector<Block>& blocks, std::size_t point, std::uint64_t trials,
                   std::uint64_t trials_per_block) {
  for (std::uint64_t first = 0; first < trials; first += trials_per_block) {
    const std::uint64_t count = std::min(trials_per_block, trials - first);
    blocks.push_back({point, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(count)});
  }
}

Plan make_plan(const ExperimentFile& experiment, const Catalogue& catalogue) {
  Plan plan;
  Sweep sweep = expand_sweep(experiment.table);
  check_plan_size(sweep.points, available_memory());
  plan.axes = std::move(sweep.axes);
  PluginUser plugins(catalogue, experiment.path.parent_path());
  double estimated_ns = 0;
  for (std::size_t p = 0; p < sweep.points.size(); ++p) {
    plan.points.push_back(make_point(read_settings(sweep.points[p], experiment.path.parent_path()), plugins));
    Point& point = plan.points.back();
    point.label = label_of(plan.axes, p);
    plan.max_depth = std::max(plan.max_depth, point.depth());
    estimated_ns += trial_ns(point) * static_cast<double>(point.settings.trials);
    if (plan.blocks.size() + point.settings.trials / point.trials_per_block > most_blocks) refuse_size(estimated_ns);
    append_blocks(plan.blocks, p, point.settings.trials, point.trials_per_block);
  }
  for (const Point& point : plan.points)
    for (const BlockSpec& block : point.blocks)
      plan.matrices = std::max(plan.matrices, block.matrices.size() + (block.projection ? 1 : 0));
  require_observables(plan.points.front().settings.observables, plan.matrices);
  plan.quantities = quantities_of(plan.points.front().settings.observables, plan.matrices);
  plugins.require_unchanged();
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
  plan.manifest.overrides.push_back(override_of({point, trial}));
}

}  // namespace initlab
