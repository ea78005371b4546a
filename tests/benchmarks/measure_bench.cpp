// What is measured of a layer: nanoseconds a layer, or a sample, beside what the layer itself costs.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "measure/observable.hpp"
#include "measure/sample_moments.hpp"
#include "random/fill.hpp"

namespace {

using namespace initlab;

template <class Real>
std::vector<Real> normals(std::size_t count) {
  std::vector<Real> numbers(count);
  fill_normal(StreamFamily(1, "benchmark", 0).at(0), 0, std::span<Real>(numbers));
  return numbers;
}

template <class Real>
void moments(benchmark::State& state) {
  const auto numbers = normals<Real>(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(sample_moments(std::span<const Real>(numbers)));
}
BENCHMARK(moments<float>)->Arg(32)->Arg(1000)->Arg(100'000);
BENCHMARK(moments<double>)->Arg(32)->Arg(1000);

/// The mean too large for one pass.
void moments_in_two_passes(benchmark::State& state) {
  auto numbers = normals<float>(1000);
  for (float& x : numbers) x += 20;
  for (auto _ : state) benchmark::DoNotOptimize(sample_moments(std::span<const float>(numbers)));
}
BENCHMARK(moments_in_two_passes);

/// One layer of a trial through one group's recorder.
template <class Show>
void layer(benchmark::State& state, std::string_view group, const Show& show) {
  std::size_t which = 0;
  while (observable_groups()[which].name != group) ++which;
  const auto groups = whole(observable_groups().subspan(which, 1));
  Measurement measurement(2, quantities_of(groups, 1).size());
  Recorder<float> recorder(groups, 1);
  recorder.record_into(measurement);
  for (auto _ : state) show(recorder);
}

constexpr std::size_t width = 1000;
BatchView<const float> view(const std::vector<float>& numbers) {
  return {numbers.data(), width, numbers.size() / width};
}

void forward_group(benchmark::State& state) {
  const auto h = normals<float>(width);
  layer(state, "forward", [&](auto& recorder) { recorder.forward(1, view(h), view(h)); });
}
void correlation_group(benchmark::State& state) {
  const auto h = normals<float>(width * static_cast<std::size_t>(state.range(0)));
  layer(state, "correlation", [&](auto& recorder) { recorder.forward(1, view(h), view(h)); });
}
void correlation_group_of_nearly_parallel_inputs(benchmark::State& state) {
  auto h = normals<float>(2 * width);
  for (std::size_t i = 0; i < width; ++i) h[width + i] = h[i] + 0.01f * h[width + i];
  layer(state, "correlation", [&](auto& recorder) { recorder.forward(1, view(h), view(h)); });
}
void gradient_group(benchmark::State& state) {
  const auto g = normals<float>(width * static_cast<std::size_t>(state.range(0)));
  layer(state, "gradient", [&](auto& recorder) {
    recorder.signal_gradient(1, view(g));
    recorder.preactivation_gradient(1, view(g));
    recorder.weight_gradient(1, {1, 1.0, view(g), view(g)});
  });
}
BENCHMARK(forward_group);
BENCHMARK(correlation_group)->Arg(2)->Arg(3)->Arg(20);
BENCHMARK(correlation_group_of_nearly_parallel_inputs);
BENCHMARK(gradient_group)->Arg(1)->Arg(2);

/// A trial of 50 layers times 12 quantities into the accumulators; items are samples.
void accumulated_samples(benchmark::State& state) {
  const std::size_t layers = 50, quantities = 12;
  const auto numbers = normals<double>(layers * quantities);
  Measurement measurement(layers, quantities);
  for (auto _ : state) {
    std::ranges::copy(numbers, measurement.next_trial().begin());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(numbers.size()));
}
BENCHMARK(accumulated_samples);

void one_accumulator(benchmark::State& state) {
  Accumulator accumulator;
  double number = 0.5;
  for (auto _ : state) {
    benchmark::DoNotOptimize(number);
    accumulator.add(number);
  }
}
BENCHMARK(one_accumulator);

}  // namespace
