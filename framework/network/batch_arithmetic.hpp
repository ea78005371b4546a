#pragma once
#include <algorithm>

#include "linear/batch.hpp"

namespace initlab {

template <class Real>
void copy(BatchView<const Real> from, BatchView<Real> to) {
  std::ranges::copy(from.all(), to.data);
}

/// x *= factor; nothing for a factor of 1, so that networks without multipliers keep their bits.
template <class Real>
void scale(BatchView<Real> x, double factor) {
  if (factor == 1.0) return;
  for (Real& number : x.all()) number *= static_cast<Real>(factor);
}

/// to += factor * x
template <class Real>
void add_scaled(double factor, BatchView<const Real> x, BatchView<Real> to) {
  const Real f = static_cast<Real>(factor);
  const std::span<Real> sum = to.all();
  const std::span<const Real> terms = x.all();
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += f * terms[i];
}

}  // namespace initlab
