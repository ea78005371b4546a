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
  const Moments phi(*point.activation);
  if (point.settings.network.architecture.name == "plain") return predict_plain(point, *input, phi, writer);
  return predict_residual(point, *input, phi, writer);
}

}  // namespace

PointPrediction predict(const Point& point, std::span<const Quantity> quantities) {
  PointPrediction prediction;
  prediction.quantities = quantities.size();
  prediction.initializer = point.theory_initializer();
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

std::vector<PointPrediction> predict(const Plan& plan, const Backend& backend) {
  std::vector<PointPrediction> all(plan.points.size());
  backend.for_each_block(all.size(), [&](std::size_t p) { all[p] = predict(plan.points[p], plan.quantities); });
  return all;
}

std::vector<PointPrediction> predict(const Plan& plan) { return predict(plan, *make_backend(BackendKind::serial, 1)); }

RunResult frame_of(const Plan& plan) {
  RunResult frame;
  frame.manifest = plan.manifest;
  frame.axes = plan.axes;
  frame.quantities = plan.quantities;
  for (std::uint32_t layer = 0; layer <= plan.max_depth; ++layer) frame.layers.push_back(layer);
  frame.summaries.assign(plan.points.size() * frame.layers.size() * frame.quantities.size(), Summary{});
  return frame;
}

}  // namespace initlab
