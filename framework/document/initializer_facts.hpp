#pragma once
#include <string>
#include <vector>

#include "core/activation.hpp"
#include "core/initializer.hpp"
#include "document/dependence.hpp"
#include "document/example_layers.hpp"

namespace initlab {

/// Activations that initializers are asked with, in order of preference: the first that one accepts is used.
struct Companion {
  std::string id;
  const Activation* activation;
};

/// A network that an initializer can be used for, as an experiment file has it.
struct ExampleNetwork {
  std::string architecture = "plain";
  std::string activation = "relu";
};

/// What initlab knows of an initializer from asking it.
struct InitializerFacts {
  ExampleNetwork network;
  std::vector<ExampleLayer> layers;  ///< of networks with that activation
  std::vector<LayerSpec> specs;      ///< that engines and theory are told of: those of the layers
  Dependence dependence;
};

/// Throws PluginError if the initializer refuses all networks.
InitializerFacts initializer_facts(const Initializer& initializer, const std::vector<Companion>& companions);

/// Of one that fills its matrices and states nothing, without asking: from_file, whose answers are those of a file.
InitializerFacts facts_of_filled_weights();

}  // namespace initlab
