#pragma once
// What the author of an activation includes. Everything here is compiled into the plugin.
//
//   struct LeakyRelu {
//     double slope = 0.01;
//     static constexpr auto parameters = initlab::parameters(
//         initlab::param(&LeakyRelu::slope, "slope", initlab::within(0.0, 1.0), "gradient for negative inputs"));
//     static constexpr auto kinks = std::array{0.0};
//     template <class T> T operator()(T z) const { return z > T(0) ? z : T(slope) * z; }
//   };
//   INITLAB_ACTIVATION(LeakyRelu, "leaky_relu", "1.0", "z above zero, slope*z below.", "max(z, slope*z)", "Maas et al.
//   2013");
//
// Required: operator() as a template over float, double and initlab::Dual of them (or with a derivative(T) beside it);
// or, for what is not a loop over elements, values(std::span<const T> z, std::span<T> out) and derivatives(...) for T
// float and double, where out may be z itself.
// Optional: parameters; kinks (an array, or a function of the parameters); prepare(), called once after the parameters
// are set, which may throw std::invalid_argument; closed forms of Gaussian moments, as double, or std::optional<double>
// where only some parameters have one: mean(q), second_moment(q), derivative_second_moment(q), and of two inputs
// kernel(q, one_minus_c), derivative_kernel(q, one_minus_c), kernel_deficit(q, one_minus_c), as initlab/abi.h defines
// them. Elementary functions that vectorise and give the same bits everywhere are in <initlab/math.hpp>.
#include <array>
#include <initlab/detail/guard.hpp>
#include <initlab/dual.hpp>
#include <initlab/math.hpp>
#include <optional>
#include <span>
#include <string_view>

namespace initlab::detail {

/// Computes whole batches itself instead of one number after another.
template <class Plugin>
concept TakesBatches = requires(const Plugin& p, std::span<const float> f, std::span<float> f_out,
                                std::span<const double> d, std::span<double> d_out) {
  p.values(f, f_out);
  p.values(d, d_out);
  p.derivatives(f, f_out);
  p.derivatives(d, d_out);
};

/// Computes one number after another.
template <class Plugin>
concept TakesNumbers = !TakesBatches<Plugin> && requires(const Plugin& p, float f, double d) {
  f = p(f);
  d = p(d);
};

template <TakesBatches Plugin, class T>
initlab_status value_batch(const void* self, const T* z, T* out, std::size_t n, initlab_error* error) {
  return guarded(error, [&] { as<Plugin>(self).values(std::span<const T>(z, n), std::span<T>(out, n)); });
}

template <TakesBatches Plugin, class T>
initlab_status derivative_batch(const void* self, const T* z, T* out, std::size_t n, initlab_error* error) {
  return guarded(error, [&] { as<Plugin>(self).derivatives(std::span<const T>(z, n), std::span<T>(out, n)); });
}

template <TakesNumbers Plugin, class T>
initlab_status value_batch(const void* self, const T* z, T* out, std::size_t n, initlab_error* error) {
  // flatten: a long phi would otherwise be called for each element, and the loop would not vectorise.
  return guarded(
      error, [&]() __attribute__((flatten)) {
        const Plugin phi = as<Plugin>(self);  // a copy the optimiser may keep in registers
        for (std::size_t i = 0; i < n; ++i) out[i] = phi(z[i]);
      });
}

template <TakesNumbers Plugin, class T>
initlab_status derivative_batch(const void* self, const T* z, T* out, std::size_t n, initlab_error* error) {
  return guarded(
      error, [&]() __attribute__((flatten)) {
        const Plugin phi = as<Plugin>(self);
        for (std::size_t i = 0; i < n; ++i) {
          if constexpr (requires { phi.derivative(z[i]); })
            out[i] = phi.derivative(z[i]);
          else
            out[i] = phi(Dual<T>{z[i], T(1)}).derivative;
        }
      });
}

template <class Plugin>
initlab_status kinks(const void* self, double* out, std::uint32_t capacity, std::uint32_t* count,
                     initlab_error* error) {
  return guarded(error, [&] {
    *count = 0;
    const auto write = [&](const auto& list) {
      for (const double kink : list) {
        if (*count < capacity) out[*count] = kink;
        ++*count;
      }
    };
    if constexpr (requires { as<Plugin>(self).kinks(); })
      write(as<Plugin>(self).kinks());
    else if constexpr (requires { Plugin::kinks; })
      write(Plugin::kinks);
    else
      static_cast<void>(self);
  });
}

/// `form` gives a double, or std::optional<double> where only some parameters have a closed form.
template <class Form>
initlab_status closed_form_answer(double* out, initlab_error* error, Form form) {
  bool offered = false;
  const initlab_status status = guarded(error, [&] {
    const std::optional<double> answer = form();
    offered = answer.has_value();
    if (offered) *out = *answer;
  });
  return status == INITLAB_OK && !offered ? INITLAB_NOT_OFFERED : status;
}

template <class Plugin>
constexpr initlab_closed_form_v1 closed_form_table() {
  initlab_closed_form_v1 table{};
  table.struct_size = sizeof table;
  if constexpr (requires(const Plugin& p) { p.mean(1.0); })
    table.mean = [](const void* self, double q, double* out, initlab_error* error) {
      return closed_form_answer(out, error, [&] { return as<Plugin>(self).mean(q); });
    };
  if constexpr (requires(const Plugin& p) { p.second_moment(1.0); })
    table.second_moment = [](const void* self, double q, double* out, initlab_error* error) {
      return closed_form_answer(out, error, [&] { return as<Plugin>(self).second_moment(q); });
    };
  if constexpr (requires(const Plugin& p) { p.derivative_second_moment(1.0); })
    table.derivative_second_moment = [](const void* self, double q, double* out, initlab_error* error) {
      return closed_form_answer(out, error, [&] { return as<Plugin>(self).derivative_second_moment(q); });
    };
  if constexpr (requires(const Plugin& p) { p.kernel(1.0, 0.5); })
    table.kernel = [](const void* self, double q, double one_minus_c, double* out, initlab_error* error) {
      return closed_form_answer(out, error, [&] { return as<Plugin>(self).kernel(q, one_minus_c); });
    };
  if constexpr (requires(const Plugin& p) { p.derivative_kernel(1.0, 0.5); })
    table.derivative_kernel = [](const void* self, double q, double one_minus_c, double* out, initlab_error* error) {
      return closed_form_answer(out, error, [&] { return as<Plugin>(self).derivative_kernel(q, one_minus_c); });
    };
  if constexpr (requires(const Plugin& p) { p.kernel_deficit(1.0, 0.5); })
    table.kernel_deficit = [](const void* self, double q, double one_minus_c, double* out, initlab_error* error) {
      return closed_form_answer(out, error, [&] { return as<Plugin>(self).kernel_deficit(q, one_minus_c); });
    };
  return table;
}
template <class Plugin>
inline constexpr initlab_closed_form_v1 closed_form = closed_form_table<Plugin>();

template <class Plugin>
constexpr initlab_activation_table activation_table() {
  static_assert(TakesNumbers<Plugin> || TakesBatches<Plugin>,
                "an activation needs: template <class T> T operator()(T z) const");
  initlab_activation_table table{};
  table.struct_size = sizeof table;
  table.create = &create<Plugin>;
  table.destroy = &destroy<Plugin>;
  table.value_f32 = &value_batch<Plugin, float>;
  table.value_f64 = &value_batch<Plugin, double>;
  table.derivative_f32 = &derivative_batch<Plugin, float>;
  table.derivative_f64 = &derivative_batch<Plugin, double>;
  table.kinks = &kinks<Plugin>;
  table.extension = [](const char* id) -> const void* {
    return std::string_view(id) == INITLAB_CLOSED_FORM_V1 ? &closed_form<Plugin> : nullptr;
  };
  return table;
}

}  // namespace initlab::detail

// Exported here: a visibility given at the definition comes too late, after this declaration under -fvisibility=hidden.
extern "C" __attribute__((visibility("default"))) const initlab_record initlab_record_v1;
extern "C" __attribute__((visibility("default"))) const initlab_activation_table initlab_activation_v1;

/// INITLAB_ACTIVATION(Type, id, version, summary [, formula [, reference]]): once in a plugin's source file.
#define INITLAB_ACTIVATION(Type, ...)                                                                       \
  __attribute__((used, section(INITLAB_RECORD_SECTION))) constinit const initlab_record initlab_record_v1 = \
      ::initlab::detail::make_record<Type>(INITLAB_KIND_ACTIVATION, ::initlab::detail::Card{__VA_ARGS__});  \
  __attribute__((used)) constinit const initlab_activation_table initlab_activation_v1 =                    \
      ::initlab::detail::activation_table<Type>()
