#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/experiment_file.hpp"
#include "experiment/plan.hpp"
#include "experiment/plan_differences.hpp"
#include "plugins/catalogue.hpp"
#include "results/manifest.hpp"

namespace initlab {

/// A plan on the disk: what is needed to make it again without retyping anything, and to know whether what was made is
/// the same. Stands in every journal, and in the plan file of a sharded run.
struct StoredPlan {
  Manifest manifest;
  std::filesystem::path experiment;       ///< absolute; its folder is where relative paths in its text begin
  std::vector<std::string> plugin_paths;  ///< of --plugin-path and INITLAB_PLUGIN_PATH, absolute
  std::string csv;                        ///< the table to be written beside the result, absolute; may be empty
  std::size_t shards = 1;

  bool operator==(const StoredPlan&) const = default;
};

/// Of a plan file; beyond it a file is not read. A sweep of 100 000 points whose engines alternate stays below.
constexpr std::size_t stored_plan_size_limit = std::size_t{16} << 20;

/// A plan that was just made, for the disk. `plugin_paths` are those of --plugin-path, each maybe several with ':';
/// those of the environment are stored as well.
StoredPlan stored_plan_of(const Plan& plan, const std::filesystem::path& experiment,
                          const std::vector<std::string>& plugin_paths, std::size_t shards = 1);

/// As a TOML file that people can read: the settings of a manifest, its plugins, and the experiment's text last, as it
/// is where TOML allows it. Equal plans have equal texts. Throws UsageError if a text or a path in it is not UTF-8.
std::string to_toml(const StoredPlan& plan);
/// Reads what to_toml wrote, strictly. `origin` names the text in errors: UsageError with line and column; a newer
/// format is named.
StoredPlan parse_stored_plan(std::string_view text, const std::string& origin);
/// Whether a file is a stored plan rather than an experiment: by its first line.
bool is_stored_plan(std::string_view text);
/// The text of a file that is either of the two, each within its own limit of size. Throws UsageError as
/// read_text_file.
std::string read_experiment_or_plan(const std::filesystem::path& path);

/// The experiment as the stored plan has it, whatever has become of its file since. Throws UsageError.
ExperimentFile experiment_of(const StoredPlan& stored);
/// The plan of that experiment with the plugins that are found now, cut down as --only had it. Whether it is still the
/// stored one, require_same_plan tells. Throws as make_plan does.
Plan make_plan(const StoredPlan& stored, const Catalogue& catalogue);

/// The blocks of that plan, found without its plugins. Throws UsageError if the stored experiment cannot be read.
std::vector<Block> blocks_of(const StoredPlan& stored);

/// The blocks of shard `shard` out of `shards`, counted from 1, in the plan's order: every shards-th block, so that all
/// shards take about the same time. Of more shards than blocks the last have none. Throws UsageError for a shard that
/// there is not.
std::vector<std::size_t> blocks_of_shard(const Plan& plan, std::size_t shard, std::size_t shards);

}  // namespace initlab
