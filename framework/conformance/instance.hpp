#pragma once
#include <memory>

#include "conformance/check.hpp"
#include "plugins/load.hpp"

namespace initlab {

inline std::unique_ptr<Activation> load_activation(const Subject& subject, Doing& doing) {
  doing.now("loaded and given its parameters");
  auto activation = load_activation(subject.entry, subject.arguments);
  doing.now("asked for phi and phi'");
  return activation;
}

inline std::unique_ptr<Initializer> load_initializer(const Subject& subject, Doing& doing) {
  doing.now("loaded and given its parameters");
  auto initializer = load_initializer(subject.entry, subject.arguments);
  doing.now("asked for laws");
  return initializer;
}

}  // namespace initlab
