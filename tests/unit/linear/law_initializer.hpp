#pragma once
#include <functional>
#include <span>
#include <string>
#include <utility>

#include "core/error.hpp"
#include "core/initializer.hpp"

namespace initlab::testing {

/// An initializer made of functions from a layer to its laws.
class LawInitializer : public Initializer {
 public:
  using LawOf = std::function<Law(const Layer&)>;

  explicit LawInitializer(
      LawOf weights_of, LawOf biases_of = [](const Layer&) { return constant(0.0); })
      : weights_(std::move(weights_of)), biases_(std::move(biases_of)) {}

  std::string name() const override { return "laws"; }
  Law weights(const Layer& layer) const override { return weights_(layer); }
  Law biases(const Layer& layer) const override { return biases_(layer); }
  void fill(const Layer&, const initlab_stream&, std::span<double>) const override {
    throw DomainError("this initializer fills nothing");
  }

 private:
  LawOf weights_, biases_;
};

}  // namespace initlab::testing
