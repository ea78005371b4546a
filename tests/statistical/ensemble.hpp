#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "measure/observable.hpp"
#include "random/fill.hpp"
#include "statistical/estimates.hpp"
#include "unit/network/observed_pass.hpp"

namespace initlab::testing {

/// What of a weight law differs from the right one: the broken twins.
enum class Twin {
  none,
  wider,        ///< 3 % too much standard deviation
  same_layers,  ///< every layer has the weights of the first
};

/// The quantities of many random networks, one after the other, with a fixed input of mean square exactly 1 and, on the
/// way back, a normal cotangent: what a run does in each of its trials. No biases.
class Ensemble {
 public:
  struct Settings {
    std::vector<std::size_t> widths;
    LawInitializer::LawOf law;
    const Activation& activation;
    std::uint32_t trials;
    std::uint64_t seed;
    Twin twin = Twin::none;
    bool backward = false;
  };

  template <class Real>
  static Ensemble run(const Settings& of) {
    const LawInitializer initializer([&](const Layer& layer) {
      Law law = of.law(layer);
      if (of.twin == Twin::wider) law.scale *= 1.03;
      return law;
    });
    auto blocks = make_blocks({}, of.widths, initializer, {});
    if (of.twin == Twin::same_layers)
      for (BlockSpec& block : blocks) block.matrices.front().stream = 1;
    const DenseEngine<Real> engine(initializer);
    BlockNetwork<Real> network(
        blocks, of.activation, [&](const LayerSpec& spec) { return engine.make(spec.weights, spec.layer); },
        of.backward ? Keep::everything : Keep::nothing);

    std::vector<Real> x(of.widths.front(), Real(1)), g(of.widths.back());
    for (std::size_t i = 0; i < x.size(); i += 3) x[i] = Real(-1);
    const auto groups = whole(observable_groups().first(of.backward ? 2 : 1));
    const auto quantities = quantities_of(groups, 1);
    Recorder<Real> recorder(groups, 1);
    const PointStreams streams(of.seed, 0);
    Ensemble ensemble(of.widths.size(), quantities);
    for (std::uint32_t trial = 0; trial < of.trials; ++trial) {
      Measurement one(of.widths.size(), quantities.size());
      recorder.record_into(one);
      network.draw(streams, trial);
      network.forward({x.data(), x.size(), 1}, recorder);
      if (of.backward) {
        fill_normal(streams.cotangents.at(trial), 0, g);
        network.backward({g.data(), g.size(), 1}, recorder);
      }
      ensemble.add(one);
    }
    return ensemble;
  }

  /// One number a trial: a quantity at a layer.
  const Samples& at(const std::string& name, std::size_t layer) const {
    for (std::size_t q = 0; q < names_.size(); ++q)
      if (names_[q] == name) return samples_[layer * names_.size() + q];
    throw DomainError("no quantity " + name);
  }
  /// M_l = |x_l|^2 / n_l; that of the input is 1.
  const Samples& length(std::size_t layer) const { return at("activation.second_moment", layer); }
  /// ln M_l - ln M_{l-1}
  Samples log_growth(std::size_t layer) const {
    Samples out;
    for (std::size_t t = 0; t < length(layer).size(); ++t)
      out.push_back(std::log(length(layer)[t]) - std::log(length(layer - 1)[t]));
    return out;
  }

 private:
  Ensemble(std::size_t layers, const std::vector<Quantity>& quantities) {
    for (const Quantity& quantity : quantities) names_.push_back(quantity.name);
    samples_.resize(layers * names_.size());
  }
  void add(const Measurement& one) {
    for (std::size_t l = 0; l < one.layers(); ++l)
      for (std::size_t q = 0; q < names_.size(); ++q)
        samples_[l * names_.size() + q].push_back(one.at(l, q).summary().mean);
  }

  std::vector<std::string> names_;
  std::vector<Samples> samples_;  // by layer and quantity
};

}  // namespace initlab::testing
