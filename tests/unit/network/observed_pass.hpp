#pragma once
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "linear/dense_engine.hpp"
#include "network/architecture.hpp"
#include "network/block_network.hpp"
#include "unit/linear/law_initializer.hpp"

namespace initlab::testing {

/// Everything that an observer is shown, copied. Index 0 is the input; layers count from 1. Of a block with several
/// matrices, `gradients` and `x_below` have the one that came last, and `matrices` has them all.
template <class Real>
class Keeper final : public PassObserver<Real> {
 public:
  using Vectors = std::vector<Real>;
  struct Matrix {
    double multiplier;
    Vectors at_output, input;
  };

  void input(BatchView<const Real> seen_x) override {
    h.assign(1, {});
    x.assign(1, copy(seen_x));
    gradients.clear();
    matrices.clear();
    positions.clear();
    order.assign(1, 0);
  }
  void forward(std::size_t layer, BatchView<const Real> seen_h, BatchView<const Real> seen_x) override {
    h.push_back(copy(seen_h));
    x.push_back(copy(seen_x));
    order.push_back(int(layer));
    gradients.resize(h.size());
    x_below.resize(h.size());
    signal_gradients.resize(h.size());
    preactivation_gradients.resize(h.size());
  }
  void signal_gradient(std::size_t layer, BatchView<const Real> gradient) override {
    signal_gradients.at(layer) = copy(gradient);
  }
  void preactivation_gradient(std::size_t layer, BatchView<const Real> gradient) override {
    preactivation_gradients.at(layer) = copy(gradient);
  }
  void weight_gradient(std::size_t layer, const WeightGradient<Real>& gradient) override {
    gradients.at(layer) = copy(gradient.at_output);
    x_below.at(layer) = copy(gradient.input);
    matrices[{layer, gradient.position}] = {gradient.multiplier, copy(gradient.at_output), copy(gradient.input)};
    positions.emplace_back(layer, gradient.position);
    order.push_back(-int(layer));
  }

  std::vector<Vectors> h, x, gradients, x_below, signal_gradients, preactivation_gradients;
  std::vector<int> order;                                          ///< layers as they came, negative on the way back
  std::map<std::pair<std::size_t, std::size_t>, Matrix> matrices;  ///< by block and position
  std::vector<std::pair<std::size_t, std::size_t>> positions;      ///< as they came

 private:
  static Vectors copy(BatchView<const Real> v) { return {v.all().begin(), v.all().end()}; }
};

/// A network of the dense engine with all that it needs to live.
template <class Real>
class TestNetwork {
 public:
  /// A plain one.
  TestNetwork(std::vector<std::size_t> layer_widths, LawInitializer laws, const Activation& activation,
              Keep keep = Keep::everything)
      : TestNetwork({}, std::move(layer_widths), std::make_unique<LawInitializer>(std::move(laws)), activation, keep) {}

  TestNetwork(const Architecture& architecture, std::vector<std::size_t> layer_widths,
              std::unique_ptr<const Initializer> laws, const Activation& activation, Keep keep = Keep::everything)
      : widths(std::move(layer_widths)),
        initializer(std::move(laws)),
        blocks(make_blocks(architecture, widths, *initializer, {})),
        specs(matrices_of(blocks)),
        network_(blocks, activation, maker(DenseEngine<Real>(*initializer)), keep) {}

  TestNetwork& draw(const PointStreams& streams, std::uint32_t trial) {
    network_.draw(streams, trial);
    return *this;
  }
  void forward(const std::vector<Real>& x, PassObserver<Real>& observer) {
    network_.forward({x.data(), widths.front(), x.size() / widths.front()}, observer);
  }
  void backward(const std::vector<Real>& cotangent, PassObserver<Real>& observer) {
    network_.backward({cotangent.data(), widths.back(), cotangent.size() / widths.back()}, observer);
  }

  const std::vector<std::size_t> widths;
  const std::unique_ptr<const Initializer> initializer;
  const std::vector<BlockSpec> blocks;
  const std::vector<LayerSpec> specs;  ///< of all branches

 private:
  static std::vector<LayerSpec> matrices_of(const std::vector<BlockSpec>& blocks) {
    std::vector<LayerSpec> all;
    for (const BlockSpec& block : blocks) all.insert(all.end(), block.matrices.begin(), block.matrices.end());
    return all;
  }
  static MatrixMaker<Real> maker(DenseEngine<Real> engine) {
    return [engine](const LayerSpec& spec) { return engine.make(spec.weights, spec.layer); };
  }
  BlockNetwork<Real> network_;
};

}  // namespace initlab::testing
