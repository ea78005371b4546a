#pragma once
#include "random/stream.hpp"

namespace initlab {

/// Where one grid point's random numbers come from, by purpose.
struct PointStreams {
  PointStreams(std::uint64_t seed, std::uint64_t point)
      : weights(seed, "weights", point),
        biases(seed, "biases", point),
        inputs(seed, "inputs", point),
        cotangents(seed, "cotangents", point) {}
  StreamFamily weights, biases, inputs, cotangents;
};

}  // namespace initlab
