#include "experiment/trial_runner.hpp"

#include <algorithm>

#include "linear/dense_engine.hpp"
#include "network/plain_network.hpp"
#include "random/fill.hpp"

namespace initlab {
namespace {

template <class Real>
class TypedTrialRunner final : public TrialRunner {
 public:
  explicit TypedTrialRunner(const Point& point)
      : point_(point),
        streams_(point.settings.seed, point.key),
        engine_(*point.initializer),
        network_(point.layers, *point.activation,
                 [this](const LayerSpec& spec) { return engine_.make(spec.weights, spec.layer); },
                 point.needs_backward() ? Keep::preactivations : Keep::nothing),
        recorder_(point.settings.observables),
        drawn_input_(point.input->units(), point.settings.input.count),
        input_(point.input->units(), point.settings.input.count),
        cotangent_(point.widths.back(), point.settings.input.count) {}

  void run(std::uint32_t trial, Measurement& into) override {
    recorder_.record_into(into);
    point_.input->draw(streams_.inputs.at(trial), drawn_input_.view());
    std::ranges::transform(drawn_input_.view().all(), input_.view().data, [](double x) { return static_cast<Real>(x); });
    network_.draw(streams_, trial);
    network_.forward(input_.view(), recorder_);
    if (!point_.needs_backward()) return;
    fill_normal(streams_.cotangents.at(trial), 0, cotangent_.view().all());
    network_.backward(cotangent_.view(), recorder_);
  }

 private:
  const Point& point_;
  PointStreams streams_;
  DenseEngine<Real> engine_;
  PlainNetwork<Real> network_;
  Recorder<Real> recorder_;
  Batch<double> drawn_input_;
  Batch<Real> input_, cotangent_;
};

}  // namespace

std::unique_ptr<TrialRunner> make_trial_runner(const Point& point) {
  if (point.settings.precision == Precision::float32) return std::make_unique<TypedTrialRunner<float>>(point);
  return std::make_unique<TypedTrialRunner<double>>(point);
}

}  // namespace initlab
