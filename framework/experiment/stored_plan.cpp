#include "experiment/stored_plan.hpp"

#include <fmt/format.h>

#include "core/error.hpp"
#include "experiment/only_override.hpp"
#include "experiment/settings.hpp"
#include "experiment/sweep.hpp"
#include "plugins/search_path.hpp"

namespace initlab {

StoredPlan stored_plan_of(const Plan& plan, const std::filesystem::path& experiment,
                          const std::vector<std::string>& plugin_paths, std::size_t shards) {
  StoredPlan stored;
  stored.manifest = plan.manifest;
  stored.experiment = std::filesystem::absolute(experiment).lexically_normal();
  for (const std::filesystem::path& folder : plugin_folders(plugin_paths))
    if (std::filesystem::is_directory(folder))
      stored.plugin_paths.push_back(std::filesystem::absolute(folder).lexically_normal().string());
  stored.shards = shards;
  return stored;
}

ExperimentFile experiment_of(const StoredPlan& stored) {
  return experiment_from_text(stored.experiment, stored.manifest.experiment_text,
                              without_only(stored.manifest.overrides));
}

Plan make_plan(const StoredPlan& stored, const Catalogue& catalogue) {
  Plan plan = make_plan(experiment_of(stored), catalogue);
  if (const auto only = only_of(stored.manifest.overrides)) keep_only(plan, only->point, only->trial);
  return plan;
}

std::vector<Block> blocks_of(const StoredPlan& stored) {
  std::vector<Block> blocks;
  const std::vector<ConfigValue> points = expand_sweep(experiment_of(stored).table).points;
  const std::vector<std::uint64_t>& sizes = stored.manifest.trials_per_block;
  for (std::size_t p = 0; p < points.size(); ++p)
    append_blocks(blocks, p, read_settings(points[p], stored.experiment.parent_path()).trials,
                  sizes.at(sizes.size() == 1 ? 0 : p));
  return blocks;
}

std::vector<std::size_t> blocks_of_shard(const Plan& plan, std::size_t shard, std::size_t shards) {
  if (shard < 1 || shard > shards)
    throw UsageError(fmt::format("there is no shard {} (the plan has {}, counted from 1)", shard, shards));
  std::vector<std::size_t> blocks;
  for (std::size_t block = shard - 1; block < plan.blocks.size(); block += shards) blocks.push_back(block);
  return blocks;
}

}  // namespace initlab
