#include "linear/cholesky.hpp"

#include <algorithm>
#include <cmath>

namespace initlab {
namespace {

// A row is loaded and stored once for so many terms.
constexpr std::size_t terms_together = 4;

/// row -= sum over k < terms of factors[k * stride] times row k of `rows`; fused multiply-adds in the order of k.
void subtract_rows(const double* factors, std::size_t stride, const double* rows, std::size_t width, std::size_t terms,
                   double* __restrict row, std::size_t columns) {
  std::size_t k = 0;
  for (; k + terms_together <= terms; k += terms_together) {
    const double* const f = factors + k * stride;
    const double* const r = rows + k * width;
    const double f0 = -f[0], f1 = -f[stride], f2 = -f[2 * stride], f3 = -f[3 * stride];
    for (std::size_t j = 0; j < columns; ++j) {
      double sum = std::fma(f0, r[j], row[j]);
      sum = std::fma(f1, r[width + j], sum);
      sum = std::fma(f2, r[2 * width + j], sum);
      row[j] = std::fma(f3, r[3 * width + j], sum);
    }
  }
  for (; k < terms; ++k) {
    const double factor = -factors[k * stride];
    const double* const r = rows + k * width;
    for (std::size_t j = 0; j < columns; ++j) row[j] = std::fma(factor, r[j], row[j]);
  }
}

void divide(double* row, std::size_t columns, double divisor) {
  for (std::size_t j = 0; j < columns; ++j) row[j] /= divisor;
}

}  // namespace

std::size_t cholesky(std::span<double> gram, std::size_t size, double least_share) {
  double* const r = gram.data();
  for (std::size_t i = 0; i < size; ++i) {
    double* const row = r + i * size;
    const double length_before = row[i];
    subtract_rows(r + i, size, r + i, size, i, row + i, size - i);
    // What is left at the diagonal is new.
    if (!(row[i] > least_share * length_before)) return i;
    divide(row + i, size - i, std::sqrt(row[i]));
    std::fill(row, row + i, 0.0);
  }
  return size;
}

void solve_normal_equations(std::span<const double> upper, std::size_t size, std::span<double> x, std::size_t count) {
  const double* const r = upper.data();
  for (std::size_t i = 0; i < size; ++i) {  // R^T z = x
    double* const row = &x[i * count];
    subtract_rows(r + i, size, x.data(), count, i, row, count);
    divide(row, count, r[i * size + i]);
  }
  for (std::size_t i = size; i-- > 0;) {  // R x = z
    double* const row = &x[i * count];
    subtract_rows(r + i * size + i + 1, 1, row + count, count, size - i - 1, row, count);
    divide(row, count, r[i * size + i]);
  }
}

void invert_upper(std::span<const double> upper, std::size_t size, std::span<double> out) {
  for (std::size_t i = size; i-- > 0;) {
    double* const row = &out[i * size];
    std::fill(row, row + size, 0.0);
    row[i] = 1.0;
    // Row k begins with k zeros.
    for (std::size_t k = i + 1; k < size; k += terms_together)
      subtract_rows(&upper[i * size + k], 1, &out[k * size + k], size, std::min(terms_together, size - k), row + k,
                    size - k);
    divide(row + i, size - i, upper[i * size + i]);
  }
}

}  // namespace initlab
