#include "results/prediction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "results/csv_field.hpp"

namespace initlab {
namespace {

Summary summary_of(const Prediction& prediction) {
  Summary summary;
  summary.count = 1;
  summary.mean = summary.min = summary.max = prediction.mean();
  summary.standard_error = std::nan("");
  summary.standard_deviation = prediction.standard_deviation;
  const bool has_logarithm = prediction.mean() > 0.0;
  summary.log_count = has_logarithm ? 1 : 0;
  summary.log_mean = !has_logarithm                    ? std::nan("")
                     : std::isnan(prediction.log_mean) ? std::log(prediction.mean())
                                                       : prediction.log_mean;
  summary.log_std = prediction.log_std;
  return summary;
}

}  // namespace

std::string subject_of(std::span<const PointPrediction> predictions) {
  std::vector<std::string> names;
  for (const PointPrediction& prediction : predictions)
    if (!prediction.initializer.empty() && std::ranges::find(names, prediction.initializer) == names.end())
      names.push_back(prediction.initializer);
  return names.empty() ? "" : fmt::format("Theory: of {} (theory.initializer).", fmt::join(names, ", "));
}

RunResult as_run(RunResult frame, const std::vector<PointPrediction>& predictions) {
  const std::size_t quantities = frame.quantities.size();
  frame.summaries.assign(frame.points() * frame.layers.size() * quantities, Summary{});
  for (std::size_t point = 0; point < predictions.size(); ++point)
    for (std::size_t layer = 0; layer < predictions[point].layers(); ++layer)
      for (std::size_t q = 0; q < quantities; ++q)
        if (const Prediction& prediction = predictions[point].at(layer, q); prediction.exists())
          frame.summaries[(point * frame.layers.size() + layer) * quantities + q] = summary_of(prediction);
  return frame;
}

std::string prediction_csv(const RunResult& frame, const std::vector<PointPrediction>& predictions) {
  std::string text;
  for (const Axis& axis : frame.axes) text += csv_field(axis.key) + ',';
  text += "layer,observable,infinite_width,finite_width,relative_spread\n";
  for (std::size_t point = 0; point < predictions.size(); ++point) {
    const auto coordinates = frame.coordinates(point);
    std::string labels;
    for (std::size_t axis = 0; axis < coordinates.size(); ++axis)
      labels += csv_field(frame.axes[axis].labels[coordinates[axis]]) + ',';
    for (std::size_t layer = 0; layer < predictions[point].layers(); ++layer)
      for (std::size_t q = 0; q < frame.quantities.size(); ++q) {
        const Prediction& prediction = predictions[point].at(layer, q);
        if (!prediction.exists()) continue;
        const double spread = prediction.mean() == 0.0 ? std::nan("") : prediction.relative_spread();
        text +=
            fmt::format("{}{},{},{},{},{}\n", labels, layer, csv_field(frame.quantities[q].name),
                        csv_field(prediction.infinite_width), csv_field(prediction.finite_width), csv_field(spread));
      }
  }
  return text;
}

}  // namespace initlab
