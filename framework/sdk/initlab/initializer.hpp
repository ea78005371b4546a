#pragma once
// What the author of an initializer includes. Everything here is compiled into the plugin.
//
//   struct DepthScaled {
//     double sigma_w = 1.0;
//     static constexpr auto parameters = initlab::parameters(
//         initlab::param(&DepthScaled::sigma_w, "sigma_w", initlab::positive, "weight scale before fan-in and depth"));
//     initlab::Law weights(const initlab::Layer& layer) const {
//       const double branch = layer.in_branch() ? 1.0 / std::sqrt(layer.blocks) : 1.0;
//       return initlab::gaussian(branch * sigma_w / std::sqrt(layer.fan_in));
//     }
//   };
//   INITLAB_INITIALIZER(DepthScaled, "depth_scaled", "1.0", "Gaussian 1/fan_in; residual branches shrink by
//   1/sqrt(L).");
//
// Required: Law weights(const Layer&) const.
// Optional: Law biases(const Layer&) const, zero without it; Multipliers multipliers(const Layer&) const of a residual
// block, all 1 without it; parameters; prepare(), called once after the parameters are set; and, where no law describes
// the draw, weights() answers initlab::filled() and void fill(const Layer&, HostStream&, Entries) const draws the whole
// matrix.
#include <cmath>
#include <initlab/detail/guard.hpp>
#include <initlab/law.hpp>
#include <initlab/layer.hpp>
#include <initlab/stream.hpp>

namespace initlab::detail {

inline Layer from_c(const initlab_layer& layer) {
  Layer out;
  out.role = static_cast<Layer::Role>(layer.role);
  out.index = layer.index;
  out.depth = layer.depth;
  out.fan_in = layer.fan_in;
  out.fan_out = layer.fan_out;
  out.blocks = layer.blocks;
  out.branch_layers = layer.branch_layers;
  out.branch_position = layer.branch_position;
  out.theory = Theory(layer.theory);
  return out;
}

inline void to_c(const Law& law, initlab_law& out) {
  out.family = static_cast<std::uint32_t>(law.family);
  out.scale = law.scale;
  out.shape = law.shape;
  out.multiplier = law.multiplier;
  out.adjustment = law.unit_variance ? INITLAB_UNIT_VARIANCE : INITLAB_AS_DRAWN;
}

template <class Plugin>
constexpr initlab_initializer_table initializer_table() {
  static_assert(
      requires(const Plugin& p, const Layer& layer, Law law) { law = p.weights(layer); },
      "an initializer needs: initlab::Law weights(const initlab::Layer&) const");
  initlab_initializer_table table{};
  table.struct_size = sizeof table;
  table.create = &create<Plugin>;
  table.destroy = &destroy<Plugin>;
  table.weights = [](const void* self, const initlab_layer* layer, initlab_law* law, initlab_error* error) {
    return guarded(error, [&] { to_c(as<Plugin>(self).weights(from_c(*layer)), *law); });
  };
  if constexpr (requires(const Plugin& p, const Layer& layer, Law law) { law = p.biases(layer); })
    table.biases = [](const void* self, const initlab_layer* layer, initlab_law* law, initlab_error* error) {
      return guarded(error, [&] { to_c(as<Plugin>(self).biases(from_c(*layer)), *law); });
    };
  if constexpr (requires(const Plugin& p, const Layer& layer, Multipliers m) { m = p.multipliers(layer); })
    table.multipliers = [](const void* self, const initlab_layer* layer, initlab_multipliers* out,
                           initlab_error* error) {
      return guarded(error, [&] {
        const Multipliers m = as<Plugin>(self).multipliers(from_c(*layer));
        out->skip = m.skip;
        out->branch = m.branch;
        out->branch_input = m.branch_input;
      });
    };
  if constexpr (requires(const Plugin& p, const Layer& layer, HostStream& stream, Entries w) {
                  p.fill(layer, stream, w);
                })
    table.fill = [](const void* self, const initlab_layer* layer, const initlab_stream* host, double* out,
                    initlab_error* error) {
      return guarded(error, [&] {
        HostStream stream(host);
        as<Plugin>(self).fill(from_c(*layer), stream, Entries(out, layer->fan_out, layer->fan_in));
      });
    };
  return table;
}

}  // namespace initlab::detail

// Exported here: a visibility given at the definition comes too late, after this declaration under -fvisibility=hidden.
extern "C" __attribute__((visibility("default"))) const initlab_record initlab_record_v1;
extern "C" __attribute__((visibility("default"))) const initlab_initializer_table initlab_initializer_v1;

/// INITLAB_INITIALIZER(Type, id, version, summary [, formula [, reference]]): once in a plugin's source file.
#define INITLAB_INITIALIZER(Type, ...)                                                                      \
  __attribute__((used, section(INITLAB_RECORD_SECTION))) constinit const initlab_record initlab_record_v1 = \
      ::initlab::detail::make_record<Type>(INITLAB_KIND_INITIALIZER, ::initlab::detail::Card{__VA_ARGS__}); \
  __attribute__((used)) constinit const initlab_initializer_table initlab_initializer_v1 =                  \
      ::initlab::detail::initializer_table<Type>()
