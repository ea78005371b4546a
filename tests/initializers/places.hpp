#pragma once
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>

#include "activations/shipped.hpp"
#include "core/error.hpp"
#include "plugins/load.hpp"
#include "theory/service.hpp"

namespace initlab::test {

/// An initializer from plugins/, as an experiment file would name it.
inline std::unique_ptr<Initializer> shipped_initializer(const std::string& id, const PluginArguments& arguments = {}) {
  static const Catalogue catalogue({INITLAB_SHIPPED_PLUGINS});
  const CatalogueEntry& entry = catalogue.find(PluginKind::initializer, id);
  return load_initializer(entry, resolve(entry.record, arguments));
}

/// Weight matrices in networks of one activation, with a theory service that answers for it.
class Places {
 public:
  explicit Places(const std::string& activation, const PluginArguments& arguments = {})
      : phi_(shipped(activation, arguments)), service_(*phi_) {}

  Layer plain(std::uint32_t index, std::uint32_t depth, std::uint32_t fan_in, std::uint32_t fan_out) const {
    return {.index = index, .depth = depth, .fan_in = fan_in, .fan_out = fan_out, .theory = theory()};
  }
  Layer readout(std::uint32_t fan_in, std::uint32_t fan_out) const {
    Layer layer = plain(1, 1, fan_in, fan_out);
    layer.role = Layer::Role::readout;
    return layer;
  }
  struct Block {
    std::uint32_t index, count, matrices;
  };
  /// Matrix `position` (from 1) of a branch; its role is the one that framework/network gives it.
  Layer branch(Block block, std::uint32_t position, std::uint32_t fan_in, std::uint32_t fan_out) const {
    Layer layer = skip(block, fan_in, fan_out);
    layer.role = position == 1                ? Layer::Role::branch_first
                 : position == block.matrices ? Layer::Role::branch_last
                                              : Layer::Role::branch_inner;
    layer.branch_position = position;
    return layer;
  }
  Layer skip(Block block, std::uint32_t fan_in, std::uint32_t fan_out) const {
    Layer layer = plain(block.index, block.count, fan_in, fan_out);
    layer.role = Layer::Role::skip;
    layer.blocks = block.count;
    layer.branch_layers = block.matrices;
    return layer;
  }
  Theory theory() const { return Theory(service_.table()); }

 private:
  std::unique_ptr<Activation> phi_;
  TheoryService service_;
};

/// Standard deviation times sqrt(fan_in), of a law that must be normal, without extras.
inline double sigma_of(const Law& law, const Layer& layer) {
  EXPECT_EQ(law.family, Law::Family::gaussian);
  EXPECT_EQ(law.multiplier, 1.0);
  EXPECT_FALSE(law.unit_variance);
  return law.scale * std::sqrt(static_cast<double>(layer.fan_in));
}
inline double weight_sigma(const Initializer& initializer, const Layer& layer) {
  return sigma_of(initializer.weights(layer), layer);
}
/// The standard deviation of a layer's biases, 0 for a constant zero.
inline double bias_std(const Initializer& initializer, const Layer& layer) { return initializer.biases(layer).scale; }

/// What f() throws: the sentence of a PluginError.
template <class F>
std::string sentence_of(F f) {
  try {
    f();
  } catch (const PluginError& error) {
    return error.what();
  }
  return "no error";
}

/// Of formulas that are written down twice: a few roundings.
constexpr double rounding = 1e-14;

}  // namespace initlab::test
