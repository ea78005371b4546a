#pragma once
#include <initlab/law.hpp>
#include <initlab/layer.hpp>
#include <span>
#include <vector>

#include "core/initializer.hpp"

namespace initlab {

/// One weight matrix of a network and what it is drawn from.
struct LayerSpec {
  Layer layer;
  Law weights;
  Law biases;
};

/// The layers of a plain network h_l = W_l x_{l-1} + b_l, x_l = phi(h_l), l = 1..L. `widths` are those of x_0 ... x_L. The
/// initializer is asked once for every layer; `theory` answers its questions about the activation meanwhile.
std::vector<LayerSpec> plain_layers(std::span<const std::size_t> widths, const Initializer& initializer, Theory theory);

}  // namespace initlab
