#include "experiment/trial_runner.hpp"

#include <algorithm>

#include "linear/dense_engine.hpp"
#include "network/block_network.hpp"
#include "random/fill.hpp"

namespace initlab {
namespace {

template <class Real>
class TypedTrialRunner final : public TrialRunner {
 public:
  TypedTrialRunner(const Point& point, std::size_t matrices)
      : point_(point),
        streams_(point.settings.seed, point.key),
        engine_(*point.initializer),
        network_(
            point.blocks, *point.activation,
            [this](const LayerSpec& spec) { return engine_.make(spec.weights, spec.layer); },
            point.needs_backward() ? Keep::everything : Keep::nothing),
        recorder_(point.settings.observables, matrices),
        drawn_input_(point.input->units(), point.settings.input.count),
        input_(point.input->units(), point.settings.input.count),
        cotangent_(point.widths.back(), point.settings.input.count) {}

  void run(std::uint32_t trial, Measurement& into) override {
    recorder_.record_into(into);
    point_.input->draw(streams_.inputs.at(trial), drawn_input_.view());
    std::ranges::transform(drawn_input_.view().all(), input_.view().data,
                           [](double x) { return static_cast<Real>(x); });
    network_.draw(streams_, trial);
    network_.forward(input_.view(), recorder_);
    if (!point_.needs_backward()) return;
    draw_cotangent(trial);
    network_.backward(cotangent_.view(), recorder_);
  }

 private:
  void draw_cotangent(std::uint32_t trial) {
    const BatchView<Real> g = cotangent_.view();
    const std::span<Real> drawn = point_.settings.shared_cotangent ? std::span<Real>(g.input(0), g.units) : g.all();
    fill_normal(streams_.cotangents.at(trial), 0, drawn);
    for (std::size_t b = 1; point_.settings.shared_cotangent && b < g.count; ++b) std::ranges::copy(drawn, g.input(b));
  }

  const Point& point_;
  PointStreams streams_;
  DenseEngine<Real> engine_;
  BlockNetwork<Real> network_;
  Recorder<Real> recorder_;
  Batch<double> drawn_input_;
  Batch<Real> input_, cotangent_;
};

}  // namespace

std::unique_ptr<TrialRunner> make_trial_runner(const Point& point, std::size_t matrices) {
  if (point.settings.precision == Precision::float32) return std::make_unique<TypedTrialRunner<float>>(point, matrices);
  return std::make_unique<TypedTrialRunner<double>>(point, matrices);
}

}  // namespace initlab
