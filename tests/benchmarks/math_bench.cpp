// Time for one element of the elementary functions in a batch loop, the form in which the host evaluates plugins;
// libm's tanhf in the same loop beside them. per_element is the figure to read: 2048 elements stay in the first-level
// cache.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <initlab/math.hpp>
#include <vector>

namespace {

using initlab::Dual;
namespace math = initlab::math;

constexpr std::size_t batch = 2048;

// Between -8 and 8, where tanh, sigmoid and erf both vary and saturate; positive for the logarithm.
template <class T>
std::vector<T> arguments(T lowest) {
  std::vector<T> z(batch);
  for (std::size_t i = 0; i < batch; ++i) z[i] = lowest + (T(8) - lowest) * static_cast<T>((i * 37) % batch) / T(batch);
  return z;
}

// Flattened, as the host's own loops are: a long f would otherwise be called instead of inlined, and nothing vectorise.
template <class T, class F>
[[gnu::flatten]] void evaluate(F f, const T* z, T* out) {
  for (std::size_t i = 0; i < batch; ++i) out[i] = f(z[i]);
}

template <class T, class F>
void time_loop(benchmark::State& state, F f, T lowest = T(-8)) {
  const std::vector<T> z = arguments<T>(lowest);
  std::vector<T> out(batch);
  for (auto _ : state) {
    evaluate(f, z.data(), out.data());
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  state.counters["per_element"] =
      benchmark::Counter(batch, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

#define TIME_FUNCTION(function, lowest)                             \
  void function##_float(benchmark::State& state) {                  \
    time_loop<float>(                                               \
        state, [](float z) { return math::function(z); }, lowest);  \
  }                                                                 \
  void function##_double(benchmark::State& state) {                 \
    time_loop<double>(                                              \
        state, [](double z) { return math::function(z); }, lowest); \
  }                                                                 \
  void function##_derivative_float(benchmark::State& state) {       \
    time_loop<float>(                                               \
        state,                                                      \
        [](float z) {                                               \
          return math::function(Dual<float>{z, 1}).derivative;      \
        },                                                          \
        lowest);                                                    \
  }                                                                 \
  BENCHMARK(function##_float);                                      \
  BENCHMARK(function##_double);                                     \
  BENCHMARK(function##_derivative_float);

TIME_FUNCTION(tanh, -8)
TIME_FUNCTION(exp, -8)
TIME_FUNCTION(expm1, -8)
TIME_FUNCTION(log, 0.01)
TIME_FUNCTION(log1p, -0.99)
TIME_FUNCTION(sigmoid, -8)
TIME_FUNCTION(erf, -8)
TIME_FUNCTION(normal_cdf, -8)
TIME_FUNCTION(sin, -8)
TIME_FUNCTION(cos, -8)
TIME_FUNCTION(atan, -8)

void libm_tanhf(benchmark::State& state) {
  time_loop<float>(state, [](float z) { return std::tanh(z); });
}
BENCHMARK(libm_tanhf);

void relu_derivative_float(benchmark::State& state) {
  const auto relu = [](auto z) { return z > decltype(z)(0) ? z : decltype(z)(0); };
  time_loop<float>(state, [relu](float z) { return relu(Dual<float>{z, 1}).derivative; });
}
BENCHMARK(relu_derivative_float);

}  // namespace
