#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "random/fill.hpp"
#include "random/philox.hpp"
#include "random/stream.hpp"

// Numbers a second of one core, read from items_per_second. 4096 numbers stay in the first-level cache, as in the
// kernels that use them; 64 show the cost of a call.
namespace {

using initlab::Stream;

const Stream stream = initlab::StreamFamily(1, "benchmark", 0).at(0);

template <class Real, void (*fill)(const Stream&, std::uint64_t, std::span<Real>)>
void numbers(benchmark::State& state) {
  std::vector<Real> out(static_cast<std::size_t>(state.range(0)));
  std::uint64_t group = 0;
  for (auto _ : state) {
    fill(stream, group, out);
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
    group += out.size() / initlab::group_size<Real>;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * state.range(0));
}

void philox_blocks_one_at_a_time(benchmark::State& state) {
  std::uint32_t number = 0;
  for (auto _ : state) benchmark::DoNotOptimize(initlab::Philox4x32::block({number++, 0, 0, 0}, stream.key));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

void reader_of_seven_normals(benchmark::State& state) {
  initlab::StreamReader reader(stream);
  std::vector<double> out(7);
  for (auto _ : state) {
    reader.normals(out);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * 7);
}

BENCHMARK(numbers<float, initlab::fill_normal>)->Name("random/normal_floats")->Arg(64)->Arg(4096);
BENCHMARK(numbers<double, initlab::fill_normal>)->Name("random/normal_doubles")->Arg(32)->Arg(4096);
BENCHMARK(numbers<float, initlab::fill_uniform>)->Name("random/uniform_floats")->Arg(64)->Arg(4096);
BENCHMARK(numbers<double, initlab::fill_uniform>)->Name("random/uniform_doubles")->Arg(32)->Arg(4096);
BENCHMARK(philox_blocks_one_at_a_time)->Name("random/philox_blocks_one_at_a_time");
BENCHMARK(reader_of_seven_normals)->Name("random/reader_of_seven_normals");

}  // namespace
