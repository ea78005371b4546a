#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/config_reader.hpp"
#include "core/config_value.hpp"
#include "experiment/plugin_choice.hpp"
#include "measure/observable.hpp"
#include "network/architecture.hpp"

namespace initlab {

enum class Precision { float32, float64 };

struct NetworkSettings {
  Architecture architecture;
  std::vector<std::size_t> widths;         ///< of layers 1..depth
  std::optional<std::size_t> input_width;  ///< of x_0; the first layer's, or a file's row length, where it is not given
  PluginChoice activation, initializer;
};

struct InputSettings {
  enum class Distribution { gaussian, sphere, constant, file };
  Distribution distribution = Distribution::gaussian;
  std::size_t count = 1;
  std::optional<double> correlation;  ///< between any two inputs
  double value = 1.0;                 ///< of every entry of a constant input
  std::filesystem::path path;         ///< of a file, .npy or IDX
  std::string named_path;             ///< the same as the experiment names it
  std::size_t first_row = 0;
  bool normalize = false;  ///< scale each row of a file to mean square 1
};

inline constexpr std::int64_t most_branch_layers = 100;

/// One grid point of an experiment, read and checked: from here on everything is valid.
struct Settings {
  std::string title, claim;
  std::uint64_t trials = 0;
  std::uint64_t seed = 1;
  std::string engine;
  Precision precision = Precision::float32;
  NetworkSettings network;
  InputSettings input;
  std::vector<ObservableChoice> observables;
  bool shared_cotangent = false;                   ///< all inputs have the same dE/dx_L, instead of one each
  std::optional<PluginChoice> theory_initializer;  ///< whose laws theory reads instead of the network's initializer's
};

/// Reads the table of an experiment file strictly; [sweep] is skipped. Keys, defaults and ranges: docs/experiments.md.
/// `folder` is that of the file: paths in it are relative to it. Throws UsageError with file, line and column.
Settings read_settings(const ConfigValue& table, const std::filesystem::path& folder);

/// The keys that are read for it, [sweep] among them, with the defaults of those that are missing and have one.
std::vector<ConfigKey> settings_keys(const ConfigValue& table, const std::filesystem::path& folder);

}  // namespace initlab
