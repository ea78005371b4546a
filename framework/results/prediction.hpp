#pragma once
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "results/run_result.hpp"

namespace initlab {

/// What theory says of one quantity of one layer. NaN stands for "not known" throughout.
struct Prediction {
  double infinite_width = std::nan("");      ///< the mean over networks as the width grows
  double finite_width = std::nan("");        ///< the mean at this width: to first order in 1/n, or exactly
  double standard_deviation = std::nan("");  ///< over networks, to first order in 1/n or exactly
  double allowance = 0.0;           ///< by how much mean() may be off, absolutely; infinity: too much to be tested
  double relative_allowance = 0.0;  ///< the same relative to the size of what was averaged, to be told

  double log_mean = std::nan("");  ///< mean over networks of the natural logarithm, at this width
  double log_std = std::nan("");
  double log_allowance = 0.0;

  double square_ratio = std::nan("");  ///< E[y^2] / E[y]^2 over networks; only where it is known exactly

  bool exists() const { return !std::isnan(infinite_width); }
  /// The best that is known of the mean at this width.
  double mean() const { return std::isnan(finite_width) ? infinite_width : finite_width; }
  double relative_spread() const { return standard_deviation / std::abs(mean()); }
};

/// The predictions of one grid point.
struct PointPrediction {
  std::size_t quantities = 0;
  std::vector<Prediction> cells;  ///< [layer][quantity], layers 0 ... depth
  std::string reason;             ///< why there is no theory at all: "its weights are all the same number"; or empty
  std::string initializer;        ///< whose laws theory read, where it is not the network's own: "he_normal"; or empty

  /// "No theory: its weights are all the same number."
  std::string reason_sentence() const { return "No theory: " + reason + (reason.ends_with('.') ? "" : "."); }
  std::size_t layers() const { return quantities == 0 ? 0 : cells.size() / quantities; }
  const Prediction& at(std::size_t layer, std::size_t quantity) const { return cells[layer * quantities + quantity]; }
  Prediction& at(std::size_t layer, std::size_t quantity) { return cells[layer * quantities + quantity]; }
};

/// "Theory: of he_normal (theory.initializer)." where theory read other laws than the network's own; else empty.
std::string subject_of(std::span<const PointPrediction> predictions);

/// Predictions in the place of measurements, so that the tables of runs show them: the mean is the best known at this
/// width, an unknown number is NaN. `frame` is a run without trials: its axes, layers and quantities are used.
RunResult as_run(RunResult frame, const std::vector<PointPrediction>& predictions);

/// A tidy table: the axes' keys, layer, observable, infinite_width, finite_width, relative_spread; one row for each
/// number that theory knows, written like those of results/csv.hpp.
std::string prediction_csv(const RunResult& frame, const std::vector<PointPrediction>& predictions);

}  // namespace initlab
