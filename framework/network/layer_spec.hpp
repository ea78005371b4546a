#pragma once
#include <cstdint>
#include <initlab/law.hpp>
#include <initlab/layer.hpp>

namespace initlab {

/// One weight matrix of a network and what it is drawn from.
struct LayerSpec {
  Layer layer;
  Law weights;
  Law biases;
  std::uint32_t stream = 0;  ///< number of the matrix in its network, from 1: names its random numbers
};

}  // namespace initlab
