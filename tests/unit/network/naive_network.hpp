#pragma once
#include <functional>
#include <span>
#include <vector>

#include "linear/draw_vector.hpp"
#include "unit/linear/test_matrix.hpp"
#include "unit/network/observed_pass.hpp"

namespace initlab::testing {

/// A plain network written out: explicit matrices (row-major), one input at a time, loops.
struct NaiveNetwork {
  struct Layer {
    std::size_t fan_in, fan_out;
    std::vector<double> weights, biases;
  };
  struct Pass {
    std::vector<std::vector<double>> h, x;  // from the input, 0, to layer L
  };
  std::vector<Layer> layers;
  std::function<double(double)> phi;

  std::vector<double> preactivation(std::size_t l, const std::vector<double>& x) const {
    const Layer& layer = layers[l - 1];
    std::vector<double> h = layer.biases;
    for (std::size_t i = 0; i < layer.fan_out; ++i)
      for (std::size_t j = 0; j < layer.fan_in; ++j) h[i] += layer.weights[i * layer.fan_in + j] * x[j];
    return h;
  }
  std::vector<double> activation(std::vector<double> h) const {
    for (double& number : h) number = phi(number);
    return h;
  }
  Pass forward(const std::vector<double>& x) const {
    Pass pass{{{}}, {x}};
    for (std::size_t l = 1; l <= layers.size(); ++l) {
      pass.h.push_back(preactivation(l, pass.x.back()));
      pass.x.push_back(activation(pass.h.back()));
    }
    return pass;
  }
  /// E = <g, x_L>, begun at h_l.
  double energy_from(std::size_t l, std::vector<double> h, std::span<const double> g) const {
    for (; l < layers.size(); ++l) h = preactivation(l + 1, activation(h));
    const auto x = activation(h);
    double energy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) energy += g[i] * x[i];
    return energy;
  }
  /// E summed over the inputs of a batch.
  double energy(std::span<const double> x, std::span<const double> g) const {
    const std::size_t in = layers.front().fan_in, out = layers.back().fan_out;
    double sum = 0;
    for (std::size_t b = 0; b < x.size() / in; ++b)
      sum += energy_from(
          1, preactivation(1, {x.begin() + std::ptrdiff_t(b * in), x.begin() + std::ptrdiff_t((b + 1) * in)}),
          g.subspan(b * out, out));
    return sum;
  }
};

/// The network that `trial` names, its matrices found by pushing unit vectors through matrices with the same streams.
template <class Real>
NaiveNetwork written_out(const TestNetwork<Real>& network, const PointStreams& streams, std::uint32_t trial,
                         std::function<double(double)> phi) {
  NaiveNetwork naive{{}, std::move(phi)};
  std::uint32_t l = 0;
  for (const LayerSpec& spec : network.specs) {
    ++l;
    const std::uint32_t fan_in = spec.layer.fan_in, fan_out = spec.layer.fan_out;
    const auto rows = TestMatrix<Real>(spec.weights, {fan_out, fan_in}).draw(streams.weights.at(trial, l)).rows();
    std::vector<Real> biases(fan_out);
    draw_vector(spec.biases, streams.biases.at(trial, l), std::span<Real>(biases));
    naive.layers.push_back({fan_in, fan_out, {rows.begin(), rows.end()}, {biases.begin(), biases.end()}});
  }
  return naive;
}

}  // namespace initlab::testing
