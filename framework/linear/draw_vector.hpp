#pragma once
#include <initlab/law.hpp>
#include <span>

#include "random/stream.hpp"

namespace initlab {

/// Draws a vector of independent numbers, a layer's biases, say. `law` is Gaussian, uniform or constant; any other
/// family is a DomainError. Number i is number i of the stream's groups, scaled.
void draw_vector(const Law& law, const Stream& stream, std::span<float> out);
void draw_vector(const Law& law, const Stream& stream, std::span<double> out);

}  // namespace initlab
