#include "experiment/prediction.hpp"

#include "core/error.hpp"
#include "experiment/plain_prediction.hpp"
#include "experiment/residual_prediction.hpp"

namespace initlab {

namespace {

/// Writes what is known; gives the reason if that is nothing.
std::string predict_into(PredictionWriter& writer, const Point& point) {
  std::string reason;
  const std::optional<StatedInput> input = stated_input(point, reason);
  if (!input) return reason;
  const std::string& architecture = point.settings.network.architecture.name;
  const Moments phi(*point.activation);
  if (architecture == "plain") return predict_plain(point, *input, phi, writer);
  if (architecture == "residual-reduced" || architecture == "residual-full")
    return predict_residual(point, *input, phi, writer);
  return architecture + " has no theory yet";
}

}  // namespace

PointPrediction predict(const Point& point, std::span<const Quantity> quantities) {
  PointPrediction prediction;
  prediction.quantities = quantities.size();
  prediction.cells.resize((point.depth() + 1) * quantities.size());
  PredictionWriter writer(prediction, quantities, point.settings.precision);
  try {
    prediction.reason = predict_into(writer, point);
  } catch (const Error& error) {
    // An activation may have no Gaussian moments; what was measured of it stands nevertheless.
    prediction.reason = error.what();
  }
  return prediction;
}

std::vector<PointPrediction> predict(const Plan& plan) {
  std::vector<PointPrediction> all;
  for (const Point& point : plan.points) all.push_back(predict(point, plan.quantities));
  return all;
}

RunResult frame_of(const Plan& plan) {
  RunResult frame;
  frame.manifest = plan.manifest;
  frame.axes = plan.axes;
  frame.quantities = plan.quantities;
  for (std::uint32_t layer = 0; layer <= plan.max_depth(); ++layer) frame.layers.push_back(layer);
  frame.summaries.assign(plan.points.size() * frame.layers.size() * frame.quantities.size(), Summary{});
  return frame;
}

}  // namespace initlab
