#include "conformance/places.hpp"

#include <fmt/format.h>

#include <initlab/math.hpp>

#include "plugins/plugin_call.hpp"

namespace initlab {
namespace {

using Role = Layer::Role;

std::unique_ptr<Activation> make_activation(Places::With which) {
  const auto tanh = [](auto z) { return math::tanh(z); };
  const auto relu = [](auto z) { return z > decltype(z)(0) ? z : decltype(z)(0); };
  if (which == Places::With::tanh) return std::make_unique<FunctionActivation<decltype(tanh)>>("tanh", tanh);
  return std::make_unique<FunctionActivation<decltype(relu)>>("relu", relu, std::vector{0.0});
}

struct Fans {
  std::uint32_t in, out;
};

/// All roles at one depth; blocks get branches of one to three matrices.
void add_places(std::vector<Layer>& out, std::uint32_t index, std::uint32_t depth, Fans fans, Theory theory) {
  Layer layer;
  layer.index = index;
  layer.depth = depth;
  layer.fan_in = fans.in;
  layer.fan_out = fans.out;
  layer.theory = theory;
  for (const Role role : {Role::plain, Role::readout}) {
    layer.role = role;
    out.push_back(layer);
  }
  layer.blocks = depth;
  for (std::uint32_t matrices = 1; matrices <= 3; ++matrices) {
    layer.branch_layers = matrices;
    for (std::uint32_t position = 1; position <= matrices; ++position) {
      layer.branch_position = position;
      layer.role = position == 1 ? Role::branch_first : position == matrices ? Role::branch_last : Role::branch_inner;
      out.push_back(layer);
    }
    layer.branch_position = 0;
    layer.role = Role::skip;
    out.push_back(layer);
  }
}

void add_places(std::vector<Layer>& out, std::uint32_t depth, Fans fans, Theory theory) {
  for (std::uint32_t previous = 0; const std::uint32_t index : {1U, (depth + 1) / 2, depth}) {
    if (index != previous) add_places(out, index, depth, fans, theory);
    previous = index;
  }
}

}  // namespace

Places::Places(With activation) : activation_(make_activation(activation)), service_(*activation_) {}

std::vector<Layer> Places::all(std::uint32_t deepest) const {
  std::vector<Layer> out;
  for (const std::uint32_t depth : {1U, 2U, 50U, deepest})
    for (const Fans fans : {Fans{1, 1}, Fans{1, 1000}, Fans{64, 64}, Fans{1000, 10}, Fans{1'000'000, 1'000'000}})
      add_places(out, depth, fans, theory());
  return out;
}

std::vector<Layer> Places::some() const {
  std::vector<Layer> out;
  add_places(out, 50, {64, 64}, theory());
  return out;
}

Layer Places::ordinary() const {
  Layer layer;
  layer.depth = 2;
  layer.fan_in = layer.fan_out = 32;
  layer.theory = theory();
  return layer;
}

std::string described(const Layer& layer) {
  std::string text = fmt::format("fan_in {}, fan_out {}, ", layer.fan_in, layer.fan_out);
  if (layer.role == Role::readout) return text + "readout";
  if (layer.role == Role::skip) text += "skip projection, ";
  if (layer.in_branch()) text += fmt::format("matrix {} of {} in ", layer.branch_position, layer.branch_layers);
  return text + fmt::format("{} {} of {}", layer.blocks > 0 ? "block" : "layer", layer.index, layer.depth);
}

Answer ask(const Initializer& initializer, const Layer& layer) {
  Answer answer;
  try {
    answer.weights = initializer.weights(layer);
    answer.biases = initializer.biases(layer);
    if (layer.role == Role::branch_first) answer.multipliers = initializer.multipliers(layer);
  } catch (const PluginRefusal& refusal) {
    answer = {refusal.what(), {}, {}, {}};
  }
  return answer;
}

bool fills(const Initializer& initializer, const Layer& layer) {
  const Answer answer = ask(initializer, layer);
  return !answer.refusal && answer.weights.family == Law::Family::filled;
}

initlab_stream host_stream(StreamReader& reader) {
  return {sizeof(initlab_stream), 0, &reader,
          [](void* self, double* out, std::size_t n) {
            static_cast<StreamReader*>(self)->uniforms({out, n});
          },
          [](void* self, double* out, std::size_t n) {
            static_cast<StreamReader*>(self)->normals({out, n});
          }};
}

std::vector<double> filled(const Initializer& initializer, const Layer& layer, const Stream& stream) {
  std::vector<double> entries(std::size_t{layer.fan_in} * layer.fan_out);
  StreamReader reader(stream);
  initializer.fill(layer, host_stream(reader), entries);
  return entries;
}

}  // namespace initlab
