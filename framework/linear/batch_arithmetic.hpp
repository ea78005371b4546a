#pragma once
#include <algorithm>

#include "linear/batch.hpp"

namespace initlab {

template <class Real>
void copy(BatchView<const Real> from, BatchView<Real> to) {
  std::ranges::copy(from.all(), to.data);
}

/// x *= factor; nothing for a factor of 1.
template <class Real>
void scale(BatchView<Real> x, double factor) {
  if (factor == 1.0) return;
  for (Real& number : x.all()) number *= static_cast<Real>(factor);
}

/// sum = a x + b y
template <class Real>
void weighted_sum(double a, BatchView<const Real> x, double b, BatchView<const Real> y, BatchView<Real> sum) {
  const Real f = static_cast<Real>(a), g = static_cast<Real>(b);
  const Real* const from = x.data;
  const Real* const other = y.data;
  Real* const to = sum.data;
  const std::size_t size = sum.all().size();
  if (a == 1.0 && b == 1.0)
    for (std::size_t i = 0; i < size; ++i) to[i] = from[i] + other[i];
  else
    for (std::size_t i = 0; i < size; ++i) to[i] = f * from[i] + g * other[i];
}

}  // namespace initlab
