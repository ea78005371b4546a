#pragma once
#include <span>

#include "linear/batch.hpp"
#include "measure/measurement.hpp"
#include "statistics/quantity.hpp"

namespace initlab {

/// `gradient.*`: what arrives at each layer when dE/dx_L is a standard normal vector for every input.
std::span<const Quantity> gradient_quantities();

/// Adds the lengths of one trial's gradients. The gradient of W_l is the sum over inputs of dE/dh_l x_{l-1}^T; its squared
/// Frobenius norm is sum_{a,b} <dE/dh^a, dE/dh^b> <x^a, x^b>, so the matrix is never formed.
template <class Real>
void record_gradient(Measurement& to, std::size_t column, std::size_t layer, BatchView<const Real> gradient,
                     BatchView<const Real> x_below);

}  // namespace initlab
