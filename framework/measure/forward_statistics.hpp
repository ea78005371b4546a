#pragma once
#include <span>

#include "linear/batch.hpp"
#include "measure/measurement.hpp"
#include "statistics/quantity.hpp"

namespace initlab {

/// `preactivation.*` and `activation.*`: moments over the units of a layer and over the inputs, in one network.
std::span<const Quantity> forward_quantities();

/// Adds the moments of h_l and x_l of one trial; their columns begin at `column`.
template <class Real>
void record_forward(Measurement& to, std::size_t column, std::size_t layer, BatchView<const Real> h,
                    BatchView<const Real> x);
/// Layer 0, the input: `activation.*` only.
template <class Real>
void record_input(Measurement& to, std::size_t column, BatchView<const Real> x);

}  // namespace initlab
