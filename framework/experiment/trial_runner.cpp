#include "experiment/trial_runner.hpp"

#include <algorithm>

#include "linear/dense_engine.hpp"
#include "linear/revealed_engine.hpp"
#include "network/block_network.hpp"
#include "random/fill.hpp"

namespace initlab {
namespace {

template <class Real>
class TypedTrialRunner final : public TrialRunner {
 public:
  TypedTrialRunner(const Point& point, std::size_t matrices, std::size_t blocks_to_keep)
      : point_(point),
        streams_(point.settings.seed, point.key),
        network_(point.blocks, *point.activation, matrix_maker(point), {point.needs_backward(), blocks_to_keep}),
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
  static MatrixMaker<Real> matrix_maker(const Point& point) {
    if (point.is_revealed())
      return [engine = RevealedEngine<Real>()](const LayerSpec& spec) {
        return engine.make(spec.weights, spec.biases, spec.layer);
      };
    return [engine = DenseEngine<Real>(*point.initializer)](const LayerSpec& spec) -> LayerMatrix<Real> {
      return engine.make(spec.weights, spec.layer);
    };
  }

  void draw_cotangent(std::uint32_t trial) {
    const BatchView<Real> g = cotangent_.view();
    const std::span<Real> drawn = point_.settings.shared_cotangent ? std::span<Real>(g.input(0), g.units) : g.all();
    fill_normal(streams_.cotangents.at(trial), 0, drawn);
    for (std::size_t b = 1; point_.settings.shared_cotangent && b < g.count; ++b) std::ranges::copy(drawn, g.input(b));
  }

  const Point& point_;
  PointStreams streams_;
  BlockNetwork<Real> network_;
  Recorder<Real> recorder_;
  Batch<double> drawn_input_;
  Batch<Real> input_, cotangent_;
};

}  // namespace

std::unique_ptr<TrialRunner> make_trial_runner(const Point& point, std::size_t matrices, std::size_t blocks_to_keep) {
  if (point.settings.precision == Precision::float32)
    return std::make_unique<TypedTrialRunner<float>>(point, matrices, blocks_to_keep);
  return std::make_unique<TypedTrialRunner<double>>(point, matrices, blocks_to_keep);
}

}  // namespace initlab
