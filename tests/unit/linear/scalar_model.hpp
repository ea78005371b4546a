#pragma once
#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "linear/tiled_product.hpp"

namespace initlab::testing {

/// One row times one input in the order of summation that linear/ promises, one number at a time: chunks of 64 columns,
/// each from zero with ascending fused multiply-adds, then added one after the other, then scaled.
template <class Real, class Entry>
Real model_dot(std::size_t columns, Real scale, const Real* x, const Entry& entry) {
  Real sum = 0;
  for (std::size_t first = 0; first < columns; first += tile_side) {
    Real chunk = 0;
    for (std::size_t k = first; k < std::min(columns, first + tile_side); ++k) chunk = std::fma(entry(k), x[k], chunk);
    sum += chunk;
  }
  return scale * sum;
}

/// scale W x for row-major entries and a batch.
template <class Real>
std::vector<Real> model_forward(const std::vector<Real>& entries, std::size_t columns, Real scale,
                                const std::vector<Real>& x) {
  std::vector<Real> y;
  for (std::size_t b = 0; b < x.size() / columns; ++b)
    for (std::size_t i = 0; i < entries.size() / columns; ++i)
      y.push_back(model_dot(columns, scale, &x[b * columns], [&](std::size_t j) { return entries[i * columns + j]; }));
  return y;
}

/// scale W^T d for row-major entries and a batch.
template <class Real>
std::vector<Real> model_transpose(const std::vector<Real>& entries, std::size_t columns, Real scale,
                                  const std::vector<Real>& d) {
  const std::size_t rows = entries.size() / columns;
  std::vector<Real> g;
  for (std::size_t b = 0; b < d.size() / rows; ++b)
    for (std::size_t j = 0; j < columns; ++j)
      g.push_back(model_dot(rows, scale, &d[b * rows], [&](std::size_t i) { return entries[i * columns + j]; }));
  return g;
}

/// x -= beta (v . x) v, the dot product in 16 lanes and their tree.
template <class Real>
void model_reflect(const std::vector<Real>& v, Real beta, Real* x) {
  Real lane[16] = {};
  for (std::size_t i = 0; i < v.size(); ++i) lane[i % 16] = std::fma(v[i], x[i], lane[i % 16]);
  for (std::size_t half = 8; half > 0; half /= 2)
    for (std::size_t i = 0; i < half; ++i) lane[i] += lane[i + half];
  const Real factor = -beta * lane[0];
  for (std::size_t i = 0; i < v.size(); ++i) x[i] = std::fma(factor, v[i], x[i]);
}

}  // namespace initlab::testing
