#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/activation.hpp"
#include "core/initializer.hpp"
#include "experiment/experiment_file.hpp"
#include "experiment/input_source.hpp"
#include "experiment/settings.hpp"
#include "network/block_spec.hpp"
#include "plugins/catalogue.hpp"
#include "results/run_result.hpp"
#include "theory/service.hpp"

namespace initlab {

/// One grid point, ready to run: settings, loaded plugins, the law of every matrix. Shared by all threads, never
/// changed.
struct Point {
  Settings settings;
  std::string label;      ///< "network.depth = 10, network.initializer = he_normal"; empty without a sweep
  std::uint64_t key = 0;  ///< of its content; names its streams
  std::unique_ptr<Activation> activation;
  std::unique_ptr<TheoryService> theory;
  std::unique_ptr<Initializer> initializer;
  std::unique_ptr<InputSource> input;
  std::vector<std::size_t> widths;  ///< of x_0 ... x_L
  std::vector<BlockSpec> blocks;
  std::vector<BlockSpec> theory_blocks;  ///< the same network as theory.initializer would have it; empty without one
  EngineChoice engine;
  std::uint32_t trials_per_block = 1;

  std::size_t depth() const { return blocks.size(); }
  bool needs_backward() const;
  bool measures(std::string_view group) const;  ///< the observables of that name, or some of them
  bool is_revealed() const { return engine.name == "revealed"; }
  /// Whose laws theory reads.
  const std::vector<BlockSpec>& blocks_of_theory() const { return theory_blocks.empty() ? blocks : theory_blocks; }
  /// "he_normal": the initializer that theory is of, where it is not the network's own; else empty.
  std::string theory_initializer() const;
};

/// Some consecutive trials of one point: the unit of work, of progress, and later of storage.
struct Block {
  std::size_t point = 0;
  std::uint32_t first_trial = 0;
  std::uint32_t trials = 0;
};

/// Cuts the trials of a point into blocks, the last of which may be shorter, and appends them.
void append_blocks(std::vector<Block>& blocks, std::size_t point, std::uint64_t trials, std::uint64_t trials_per_block);

/// Everything that a run will do, decided before it begins: a function of the experiment file and the plugins alone.
struct Plan {
  std::vector<Axis> axes;
  std::vector<Point> points;
  std::vector<Block> blocks;         ///< in the order in which results are merged
  std::vector<Quantity> quantities;  ///< the columns of a measurement, the same for all points
  std::size_t matrices = 1;          ///< in the block that has most, its skip's projection counted
  Manifest manifest;
  std::size_t max_depth = 0;  ///< of all points
  std::string command;        ///< that runs the same experiment, as one would type it

  std::uint64_t trials() const;
  /// "he_normal, lecun_normal": what theory is of at points where it is not of the network's own initializer.
  std::string theory_initializers() const;
  double estimated_seconds(unsigned threads) const;
  /// Of all threads together, when no more than `limit` may be used for the networks' signals if that can be: a
  /// backward pass then runs parts of the forward pass twice.
  double estimated_bytes(unsigned threads, double limit) const;
  /// How many blocks of a point's network are kept at once under that limit.
  std::size_t blocks_to_keep(const Point& point, unsigned threads, double limit) const;

 private:
  unsigned workers(unsigned threads) const;
  double bytes_beside_networks(unsigned workers) const;
};

/// Throws UsageError or PluginError. Only the plugins that the experiment names are loaded.
Plan make_plan(const ExperimentFile& experiment, const Catalogue& catalogue);

/// The plan with one trial of one point left, to look at it again. Both count from 1, as in messages; the trial keeps
/// its random numbers. Throws UsageError if there is no such point or trial.
void keep_only(Plan& plan, std::size_t point, std::uint64_t trial);

}  // namespace initlab
