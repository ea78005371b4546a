#include "document/initializer_facts.hpp"

#include <array>
#include <memory>

#include "core/error.hpp"
#include "theory/service.hpp"

namespace initlab {
namespace {

/// Whether the initializer has an answer for every matrix of such a network.
bool accepts(const Initializer& initializer, const std::string& architecture, Theory theory) try {
  constexpr std::size_t depth = 20, width = 200;
  const std::vector<std::size_t> widths(depth + 1, width);
  make_blocks({architecture}, widths, initializer, theory);
  return true;
} catch (const PluginError&) {
  return false;
}

/// Initializers that look at a layer's place are for residual networks.
std::vector<std::string> suitable_architectures(const Dependence& dependence) {
  if (dependence.branch_place || dependence.index || dependence.scales_blocks)
    return {"residual-preact", "residual-full", "residual-reduced", "plain"};
  return {"plain", "residual-preact", "residual-full", "residual-reduced"};
}

}  // namespace

InitializerFacts initializer_facts(const Initializer& initializer, const std::vector<Companion>& companions) {
  std::vector<std::unique_ptr<TheoryService>> services;
  std::vector<Theory> theories;
  for (const Companion& companion : companions) {
    services.push_back(std::make_unique<TheoryService>(*companion.activation));
    theories.emplace_back(services.back()->table());
  }
  InitializerFacts facts;
  facts.dependence = dependence_of(initializer, theories);
  for (const std::string& architecture : suitable_architectures(facts.dependence))
    for (std::size_t i = 0; i < companions.size(); ++i)
      if (accepts(initializer, architecture, theories[i])) {
        facts.network = {architecture, companions[i].id};
        facts.layers = example_layers(initializer, theories[i]);
        for (const ExampleLayer& layer : facts.layers)
          if (layer.spec) facts.specs.push_back(*layer.spec);
        return facts;
      }
  throw PluginError(initializer.name() +
                    " refuses plain and residual networks of 20 layers of 200 units. "
                    "initlab plugins check tells why.");
}

InitializerFacts facts_of_filled_weights() {
  InitializerFacts facts;
  facts.specs = {{{}, filled(), constant(0.0)}};
  return facts;
}

}  // namespace initlab
