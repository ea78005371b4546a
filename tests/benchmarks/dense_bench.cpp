// The dense engine's products: what a weight costs, drawn and multiplied, forward and backward.
#include <benchmark/benchmark.h>

#include "core/initializer.hpp"
#include "linear/dense_engine.hpp"

namespace {

using namespace initlab;

struct NoInitializer final : Initializer {
  std::string name() const override { return "none"; }
  Law weights(const Layer&) const override { return gaussian(1.0); }
  void fill(const Layer&, const initlab_stream&, std::span<double>) const override {}
};

enum class Direction { forward, transpose };

template <class Real, Direction direction>
void product(benchmark::State& state, Law law) {
  const std::size_t width = 1000;
  const std::size_t inputs = static_cast<std::size_t>(state.range(0));
  const NoInitializer initializer;
  const DenseEngine<Real> engine(initializer);
  Layer layer;
  layer.fan_in = layer.fan_out = width;
  const auto matrix = engine.make(law, layer);
  Batch<Real> x(width, inputs), y(width, inputs);
  for (Real& number : x.view().all()) number = Real(0.5);
  std::uint32_t trial = 0;
  for (auto _ : state) {
    matrix->draw(Stream{{1, 2}, ++trial, 1});
    if (direction == Direction::forward)
      matrix->forward(x.view(), y.view());
    else
      matrix->transpose(x.view(), y.view());
    benchmark::DoNotOptimize(y.view().data);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(width * width));  // weights
}

void gaussian_forward_float(benchmark::State& s) { product<float, Direction::forward>(s, gaussian(0.03)); }
void gaussian_transpose_float(benchmark::State& s) { product<float, Direction::transpose>(s, gaussian(0.03)); }
void gaussian_forward_double(benchmark::State& s) { product<double, Direction::forward>(s, gaussian(0.03)); }
void uniform_forward_float(benchmark::State& s) { product<float, Direction::forward>(s, uniform(0.03)); }
void haar_forward_float(benchmark::State& s) { product<float, Direction::forward>(s, orthogonal(1.0)); }

BENCHMARK(gaussian_forward_float)->Arg(1)->Arg(100);
BENCHMARK(gaussian_transpose_float)->Arg(1)->Arg(100);
BENCHMARK(gaussian_forward_double)->Arg(1)->Arg(100);
BENCHMARK(uniform_forward_float)->Arg(1)->Arg(100);
BENCHMARK(haar_forward_float)->Arg(1)->Arg(100);

}  // namespace
