#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "plugins/load.hpp"
#include "plugins/plugin_call.hpp"
#include "plugins/plugin_instance.hpp"
#include "plugins/plugin_table.hpp"
#include "plugins/probe.hpp"

namespace initlab {

namespace {

using LawFunction = initlab_status (*)(const void*, const initlab_layer*, initlab_law*, initlab_error*);

initlab_layer to_c(const Layer& layer) {
  initlab_layer out{};
  out.struct_size = sizeof out;
  out.role = static_cast<std::uint32_t>(layer.role);
  out.index = layer.index;
  out.depth = layer.depth;
  out.fan_in = layer.fan_in;
  out.fan_out = layer.fan_out;
  out.blocks = layer.blocks;
  out.branch_layers = layer.branch_layers;
  out.branch_position = layer.branch_position;
  out.theory = layer.theory.host();
  return out;
}

/// "layer 3 of 50 (fan_in 1000, fan_out 1000)", "layer 1 of 2 in block 3 of 50 (...)".
std::string describe(const Layer& layer) {
  const std::string fans = fmt::format("(fan_in {}, fan_out {})", layer.fan_in, layer.fan_out);
  if (layer.role == Layer::Role::readout) return "the readout " + fans;
  if (layer.in_branch())
    return fmt::format("layer {} of {} in block {} of {} {}", layer.branch_position, layer.branch_layers, layer.index,
                       layer.depth, fans);
  return fmt::format("{} {} of {} {}", layer.blocks > 0 ? "block" : "layer", layer.index, layer.depth, fans);
}

/// What the law's scale is called in its family.
std::string_view scale_name(Law::Family family) {
  switch (family) {
    case Law::Family::constant:
      return "constant";
    case Law::Family::uniform:
      return "bound";
    case Law::Family::orthogonal:
      return "gain";
    case Law::Family::student_t:
      return "scale";
    case Law::Family::gaussian:
    case Law::Family::filled:
    case Law::Family::truncated_normal:
    case Law::Family::rademacher:
      break;
  }
  return "standard deviation";
}

bool is_for_biases(Law::Family family) {
  return family == Law::Family::gaussian || family == Law::Family::uniform || family == Law::Family::constant;
}

// A Student t entry of 2^-53 probability is about 2^(53 / shape): below this, it leaves the range of single precision.
constexpr double least_degrees_of_freedom = 0.5;

class LoadedInitializer final : public Initializer {
 public:
  LoadedInitializer(const CatalogueEntry& entry, const initlab_initializer_table& table,
                    const ResolvedArguments& arguments)
      : id_(entry.record.id),
        plugin_(plugin_name(PluginKind::initializer, id_)),
        table_(table),
        instance_(entry.record, arguments, table.create, table.destroy) {}

  std::string name() const override { return id_; }

  Law weights(const Layer& layer) const override {
    const Law law = ask_law(table_.weights, layer, "");
    if (law.family == Law::Family::filled && !table_.fill)
      throw PluginError(
          fmt::format("{} says that it fills {} itself, but it has no function 'fill'", plugin_, describe(layer)));
    return law;
  }

  Law biases(const Layer& layer) const override {
    if (!table_.biases) return constant(0.0);
    const Law law = ask_law(table_.biases, layer, "the biases of ");
    if (!is_for_biases(law.family))
      throw PluginError(
          fmt::format("{} gave the biases of {} a family that is for matrices only (must be gaussian, uniform "
                      "or constant)",
                      plugin_, describe(layer)));
    if (law.multiplier != 1.0)
      throw PluginError(
          fmt::format("{} gave a multiplier of {} for the biases of {} (biases are used as they are drawn). Put the "
                      "factor into their law's {}.",
                      plugin_, law.multiplier, describe(layer), scale_name(law.family)));
    if (law.unit_variance)
      throw PluginError(
          fmt::format("{} wants the biases of {} scaled to unit variance (weights can be, biases cannot). Ask for it "
                      "in the weights' law.",
                      plugin_, describe(layer)));
    return law;
  }

  Multipliers multipliers(const Layer& layer) const override {
    if (!table_.multipliers) return {};
    const initlab_layer place = to_c(layer);
    initlab_multipliers out{sizeof(initlab_multipliers), 0, 1.0, 1.0, 1.0};
    run_plugin(plugin_,
               [&](initlab_error* error) { return table_.multipliers(instance_.self(), &place, &out, error); });
    for (const double multiplier : {out.skip, out.branch, out.branch_input})
      if (!std::isfinite(multiplier))
        throw PluginError(fmt::format("{} gave a multiplier of {} for block {} of {}", plugin_, multiplier, layer.index,
                                      layer.depth));
    return {out.skip, out.branch, out.branch_input};
  }

  void fill(const Layer& layer, const initlab_stream& stream, std::span<double> out) const override {
    if (out.size() != std::size_t{layer.fan_in} * layer.fan_out)
      throw DomainError(fmt::format("{}: {} numbers are no matrix for {}", plugin_, out.size(), describe(layer)));
    if (!table_.fill) throw PluginError(fmt::format("{} has no function 'fill'", plugin_));
    // What the plugin leaves out is found out, instead of being whatever was in memory.
    std::fill(out.begin(), out.end(), std::numeric_limits<double>::quiet_NaN());
    const initlab_layer place = to_c(layer);
    run_plugin(plugin_,
               [&](initlab_error* error) { return table_.fill(instance_.self(), &place, &stream, out.data(), error); });
    const auto wrong = std::find_if(out.begin(), out.end(), [](double w) { return !std::isfinite(w); });
    if (wrong == out.end()) return;
    const auto position = static_cast<std::size_t>(wrong - out.begin());
    throw PluginError(fmt::format("{} left {} at row {}, column {} (counted from 0) of {}, or did not write it",
                                  plugin_, *wrong, position / layer.fan_in, position % layer.fan_in, describe(layer)));
  }

 private:
  Law ask_law(LawFunction f, const Layer& layer, std::string_view of) const {
    const initlab_layer place = to_c(layer);
    // Neither a family nor a number: a plugin that says OK and writes nothing is found out.
    initlab_law law{
        sizeof(initlab_law), std::numeric_limits<std::uint32_t>::max(), std::nan(""), 0.0, 1.0, INITLAB_AS_DRAWN, 0};
    run_plugin(plugin_, [&](initlab_error* error) { return f(instance_.self(), &place, &law, error); });
    if (law.family > INITLAB_STUDENT_T)
      throw PluginError(
          fmt::format("{} gave the unknown family {} for {}{}", plugin_, law.family, of, describe(layer)));
    if (law.adjustment > INITLAB_UNIT_VARIANCE)
      throw PluginError(
          fmt::format("{} gave the unknown adjustment {} for {}{}", plugin_, law.adjustment, of, describe(layer)));
    const Law out{static_cast<Law::Family>(law.family), law.scale, law.shape, law.multiplier,
                  law.adjustment == INITLAB_UNIT_VARIANCE};
    if (!std::isfinite(out.multiplier))
      throw PluginError(
          fmt::format("{} gave a multiplier of {} for {}{}", plugin_, out.multiplier, of, describe(layer)));
    const bool may_be_negative = out.family == Law::Family::constant;
    if (!std::isfinite(out.scale) || (out.scale < 0 && !may_be_negative))
      throw PluginError(
          fmt::format("{} gave a {} of {} for {}{}", plugin_, scale_name(out.family), out.scale, of, describe(layer)));
    const bool has_shape = std::isfinite(out.shape) && out.shape >= least_degrees_of_freedom;
    if (out.family == Law::Family::student_t && !has_shape)
      throw PluginError(fmt::format("{} gave {} degrees of freedom for {}{} (must be finite and at least {})", plugin_,
                                    out.shape, of, describe(layer), least_degrees_of_freedom));
    return out;
  }

  std::string id_, plugin_;
  const initlab_initializer_table& table_;
  PluginInstance instance_;
};

}  // namespace

std::unique_ptr<Initializer> load_initializer(const CatalogueEntry& entry, const ResolvedArguments& arguments) {
  if (entry.trust == Trust::after_probe) probe(entry, arguments);
  const auto& table =
      *static_cast<const initlab_initializer_table*>(load_table(entry, sizeof(initlab_initializer_table)));
  require_function(entry, "create", table.create);
  require_function(entry, "destroy", table.destroy);
  require_function(entry, "weights", table.weights);
  return std::make_unique<LoadedInitializer>(entry, table, arguments);
}

}  // namespace initlab
