#pragma once
#include <cmath>

#include "results/run_result.hpp"

namespace initlab::test {

/// What trials from a log-normal law give on average: log x ~ N(log_mean, log_std^2).
inline Summary log_normal(std::uint64_t trials, double log_mean, double log_std) {
  Summary s;
  s.count = s.log_count = trials;
  s.mean = std::exp(log_mean + log_std * log_std / 2);
  s.standard_deviation = s.mean * std::sqrt(std::expm1(log_std * log_std));
  s.standard_error = s.standard_deviation / std::sqrt(static_cast<double>(trials));
  s.min = std::exp(log_mean - 3 * log_std);
  s.max = std::exp(log_mean + 3 * log_std);
  s.log_mean = log_mean;
  s.log_std = log_std;
  return s;
}

/// A quantity of both signs.
inline Summary normal(std::uint64_t trials, double mean, double standard_deviation) {
  const double nan = std::nan("");
  return {trials,
          0,
          mean,
          standard_deviation / std::sqrt(static_cast<double>(trials)),
          standard_deviation,
          mean - 3 * standard_deviation,
          mean + 3 * standard_deviation,
          0,
          nan,
          nan};
}

/// The same number in every trial.
inline Summary constant(std::uint64_t trials, double value) {
  const double nan = std::nan("");
  const bool positive = value > 0;
  return {trials,
          0,
          value,
          0,
          0,
          value,
          value,
          positive ? trials : 0,
          positive ? std::log(value) : nan,
          positive ? 0 : nan};
}

/// Infinite in every trial.
inline Summary overflowed(std::uint64_t trials) {
  const double nan = std::nan("");
  return {0, trials, nan, nan, nan, nan, nan, 0, nan, nan};
}

/// A run of one point with these layers and quantities, all empty.
inline RunResult empty_run(std::vector<std::uint32_t> layers, std::vector<Quantity> quantities,
                           std::vector<Axis> axes = {}) {
  RunResult run;
  run.manifest = {"Depth of ReLU networks",
                  "With He weights the mean square keeps its size.",
                  "0.1.0",
                  "0123abc",
                  "depth.toml",
                  "# Größe\nseed = 7\n",
                  {"run.trials=100"},
                  7,
                  100,
                  {25},
                  "float32",
                  {{"revealed", "all laws are Gaussian"}},
                  {{"activation", "relu", "1.0", "gcc 12.2.0", "a1b2", ""},
                   {"initializer", "normal", "1.0", "gcc 12.2.0", "c3d4", "std=0.01"}},
                  "libm-3f9c01a2",
                  {{"data/rows \"1\".npy", "e5f6"}}};
  run.axes = std::move(axes);
  run.layers = std::move(layers);
  run.quantities = std::move(quantities);
  run.summaries.resize(run.points() * run.layers.size() * run.quantities.size());
  return run;
}

inline Summary& cell(RunResult& run, std::size_t point, std::size_t layer, std::size_t quantity) {
  return run.summaries.at((point * run.layers.size() + layer) * run.quantities.size() + quantity);
}

/// Two axes (one of numbers, one of names), layers 0, 1, 2, 10, two quantities; every number differs. Depth 2 has no
/// layer 10, and layer 0 no gradient.
inline RunResult small_sweep() {
  RunResult run = empty_run(
      {0, 1, 2, 10},
      {{"activation.second_moment", "1", "mean square of x over the units of a layer", true},
       {"gradient.preactivation", "1", "mean square of dE/dh", true}},
      {{"network.depth", {2, 10}, {"2", "10"}}, {"initializer", {}, {"he_normal", "normal(std=0.01, \"µ\")"}}});
  for (std::size_t point = 0; point < run.points(); ++point)
    for (std::size_t layer = 0; layer < run.layers.size(); ++layer) {
      if (point < 2 && run.layers[layer] == 10) continue;
      const double unique = 0.1 * static_cast<double>(point) + 0.01 * static_cast<double>(layer);
      cell(run, point, layer, 0) = log_normal(100, unique, 0.2 + unique);
      if (layer > 0) cell(run, point, layer, 1) = log_normal(100, -20 + unique, 0.3 + unique);
    }
  return run;
}

}  // namespace initlab::test
