#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "plugins/load.hpp"

namespace initlab::test {

/// An activation from plugins/, as an experiment file would name it.
inline std::unique_ptr<Activation> shipped(const std::string& id, const PluginArguments& arguments = {}) {
  static const Catalogue catalogue({INITLAB_SHIPPED_PLUGINS});
  const CatalogueEntry& entry = catalogue.find(PluginKind::activation, id);
  return load_activation(entry, resolve(entry.record, arguments));
}

template <class T>
std::vector<T> values_of(const Activation& phi, const std::vector<T>& z) {
  std::vector<T> out(z.size());
  phi.value(std::span<const T>(z), std::span<T>(out));
  return out;
}
template <class T>
std::vector<T> derivatives_of(const Activation& phi, const std::vector<T>& z) {
  std::vector<T> out(z.size());
  phi.derivative(std::span<const T>(z), std::span<T>(out));
  return out;
}
template <class T>
T value_at(const Activation& phi, T z) {
  return values_of<T>(phi, {z})[0];
}
template <class T>
T derivative_at(const Activation& phi, T z) {
  return derivatives_of<T>(phi, {z})[0];
}

}  // namespace initlab::test
