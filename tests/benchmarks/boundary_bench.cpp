// What an element costs on its way through the plugin boundary: batches of the size of a layer.
#include <benchmark/benchmark.h>

#include <vector>

#include "plugins/catalogue.hpp"
#include "plugins/load.hpp"
#include "plugins/search_path.hpp"

namespace {

using namespace initlab;

template <class Real, bool derivative>
void through_the_boundary(benchmark::State& state, const char* id) {
  const Catalogue catalogue(plugin_search_path({}));
  const CatalogueEntry& entry = catalogue.find(PluginKind::activation, id);
  const auto activation = load_activation(entry, resolve(entry.record, {}));
  const std::size_t units = static_cast<std::size_t>(state.range(0));
  std::vector<Real> z(units), out(units);
  for (std::size_t i = 0; i < units; ++i) z[i] = Real(3) * Real(i) / Real(units) - Real(1.5);
  for (auto _ : state) {
    if constexpr (derivative)
      activation->derivative(std::span<const Real>(z), std::span<Real>(out));
    else
      activation->value(std::span<const Real>(z), std::span<Real>(out));
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(units));
}

#define BOUNDARY(name, Real, derivative, id)                                                \
  void name(benchmark::State& state) { through_the_boundary<Real, derivative>(state, id); } \
  BENCHMARK(name)->Arg(1000)->Arg(4096)

BOUNDARY(relu_float_batch, float, false, "relu");
BOUNDARY(relu_derivative_float_batch, float, true, "relu");
BOUNDARY(tanh_float_batch, float, false, "tanh");
BOUNDARY(tanh_derivative_float_batch, float, true, "tanh");
BOUNDARY(relu_double_batch, double, false, "relu");
BOUNDARY(tanh_double_batch, double, false, "tanh");

}  // namespace
