#include "linear/cholesky.hpp"

#include <algorithm>
#include <cmath>

namespace initlab {

std::size_t cholesky(std::span<double> gram, std::size_t size, double least_share) {
  double* const r = gram.data();
  for (std::size_t k = 0; k < size; ++k) {
    double* const row = r + k * size;
    // Rows above have been subtracted already; what is left at the diagonal is new.
    double length_before = row[k];
    for (std::size_t i = 0; i < k; ++i) length_before += r[i * size + k] * r[i * size + k];
    if (!(row[k] > least_share * length_before)) return k;
    const double root = std::sqrt(row[k]);
    row[k] = root;
    for (std::size_t j = k + 1; j < size; ++j) row[j] /= root;
    for (std::size_t i = k + 1; i < size; ++i) {
      double* const below = r + i * size;
      for (std::size_t j = i; j < size; ++j) below[j] -= row[i] * row[j];
    }
    std::fill(row, row + k, 0.0);
  }
  return size;
}

void solve_normal_equations(std::span<const double> upper, std::size_t size, std::span<double> x, std::size_t count) {
  const double* const r = upper.data();
  for (std::size_t i = 0; i < size; ++i) {  // R^T z = x
    double* const xi = x.data() + i * count;
    for (std::size_t b = 0; b < count; ++b) xi[b] /= r[i * size + i];
    for (std::size_t j = i + 1; j < size; ++j)
      for (std::size_t b = 0; b < count; ++b) x[j * count + b] -= r[i * size + j] * xi[b];
  }
  for (std::size_t i = size; i-- > 0;) {  // R x = z
    double* const xi = x.data() + i * count;
    for (std::size_t j = i + 1; j < size; ++j)
      for (std::size_t b = 0; b < count; ++b) xi[b] -= r[i * size + j] * x[j * count + b];
    for (std::size_t b = 0; b < count; ++b) xi[b] /= r[i * size + i];
  }
}

void invert_upper(std::span<const double> upper, std::size_t size, std::span<double> out) {
  for (std::size_t i = size; i-- > 0;) {
    double* const row = &out[i * size];
    std::fill(row, row + size, 0.0);
    row[i] = 1.0;
    for (std::size_t k = i + 1; k < size; ++k) {
      const double factor = upper[i * size + k];
      const double* const below = &out[k * size];
      for (std::size_t j = k; j < size; ++j) row[j] -= factor * below[j];
    }
    for (std::size_t j = i; j < size; ++j) row[j] /= upper[i * size + i];
  }
}

}  // namespace initlab
