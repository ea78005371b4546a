// The revealed engine: what a question costs, and passes of whole networks with nobody looking.
#include <benchmark/benchmark.h>

#include <cmath>

#include "core/function_activation.hpp"
#include "core/initializer.hpp"
#include "linear/revealed_engine.hpp"
#include "network/architecture.hpp"
#include "network/block_network.hpp"
#include "random/fill.hpp"

namespace {

using namespace initlab;

constexpr std::size_t width = 1000;

struct GaussianInitializer final : Initializer {
  GaussianInitializer(double weight_std, double bias_std)
      : weights_(gaussian(weight_std)), biases_(gaussian(bias_std)) {}
  std::string name() const override { return "gaussian"; }
  Law weights(const Layer&) const override { return weights_; }
  Law biases(const Layer&) const override { return biases_; }
  void fill(const Layer&, const initlab_stream&, std::span<double>) const override {}
  Law weights_, biases_;
};

struct Relu {
  template <class T>
  T operator()(T z) const {
    return z > T(0) ? z : T(0);
  }
};

/// One layer: draws a matrix, asks it for `inputs` products, and back if `transpose`.
template <class Real>
void questions(benchmark::State& state, Law law, bool transpose) {
  const std::size_t inputs = static_cast<std::size_t>(state.range(0));
  Layer layer;
  layer.fan_in = layer.fan_out = width;
  const auto matrix = RevealedEngine<Real>().make(law, constant(0.0), layer).matrix;
  Batch<Real> x(width, inputs), y(width, inputs), g(width, inputs);
  fill_normal(Stream{{5, 6}, 0, 0}, 0, x.view().all());
  std::uint32_t trial = 0;
  for (auto _ : state) {
    matrix->draw(Stream{{1, 2}, ++trial, 1});
    matrix->forward(x.view(), y.view());
    if (transpose) matrix->transpose(x.view(), g.view());
    benchmark::DoNotOptimize(y.view().data);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(width * inputs));
}
void gaussian_forward(benchmark::State& s) { questions<float>(s, gaussian(0.03), false); }
void gaussian_both(benchmark::State& s) { questions<float>(s, gaussian(0.03), true); }
void haar_forward(benchmark::State& s) { questions<float>(s, orthogonal(1.0), false); }
void haar_both(benchmark::State& s) { questions<float>(s, orthogonal(1.0), true); }
void gaussian_both_double(benchmark::State& s) { questions<double>(s, gaussian(0.03), true); }
BENCHMARK(gaussian_forward)->Arg(1)->Arg(2)->Arg(100);
BENCHMARK(gaussian_both)->Arg(1)->Arg(2)->Arg(100);
BENCHMARK(haar_forward)->Arg(1);
BENCHMARK(haar_both)->Arg(1);
BENCHMARK(gaussian_both_double)->Arg(1);

/// All of a trial but its measurement; an item is a network.
void pass(benchmark::State& state, const char* architecture, bool backward, double bias_std) {
  const std::size_t units = static_cast<std::size_t>(state.range(0)), depth = static_cast<std::size_t>(state.range(1));
  const std::size_t inputs = static_cast<std::size_t>(state.range(2));
  const GaussianInitializer initializer(std::sqrt(2.0 / static_cast<double>(units)), bias_std);
  const FunctionActivation relu("relu", Relu{});
  const std::vector<std::size_t> widths(depth + 1, units);
  BlockNetwork<float> network(
      make_blocks({architecture}, widths, initializer, {}), relu,
      [engine = RevealedEngine<float>()](const LayerSpec& spec) {
        return engine.make(spec.weights, spec.biases, spec.layer);
      },
      backward ? Keep::everything : Keep::nothing);
  const PointStreams streams(1, 2);
  Batch<float> x(units, inputs), g(units, inputs);
  fill_normal(Stream{{5, 6}, 0, 0}, 0, x.view().all());
  fill_normal(Stream{{7, 8}, 0, 0}, 0, g.view().all());
  PassObserver<float> nobody;
  std::uint32_t trial = 0;
  for (auto _ : state) {
    network.draw(streams, ++trial);
    network.forward(x.view(), nobody);
    if (backward) network.backward(g.view(), nobody);
  }
  state.SetItemsProcessed(state.iterations());
}
void plain_forward(benchmark::State& s) { pass(s, "plain", false, 0.0); }
void plain_both(benchmark::State& s) { pass(s, "plain", true, 0.0); }
void plain_forward_biased(benchmark::State& s) { pass(s, "plain", false, 0.1); }
void residual_both_biased(benchmark::State& s) { pass(s, "residual-full", true, 0.1); }
BENCHMARK(plain_forward)->Args({1000, 50, 1})->Args({1000, 50, 100})->Args({32, 10, 1});
BENCHMARK(plain_both)->Args({1000, 50, 1});
BENCHMARK(plain_forward_biased)->Args({1000, 50, 2})->Args({500, 30, 2});
BENCHMARK(residual_both_biased)->Args({1000, 50, 2});

}  // namespace
