#pragma once
#include <cstddef>

namespace initlab {

/// Rows of a panel: the unit in which matrices are generated and multiplied. One AVX-512 register of floats, and a
/// fixed number for every processor, so that the order of additions (and with it the bits) is the same on all of them.
inline constexpr std::size_t panel_rows = 16;

/// y += W x for panels of a matrix held in cache, summed over k from zero and then added:
///   y[b * y_stride + p * 16 + r] += sum_k tile[(p * tile_columns + k) * 16 + r] * x[b * x_stride + k]
/// for p < panels, r < 16, b < count, k < columns; the sum over k runs in ascending order with fused multiply-adds.
void multiply_add(const float* tile, std::size_t panels, std::size_t tile_columns, std::size_t columns, const float* x,
                  std::size_t x_stride, std::size_t count, float* y, std::size_t y_stride);
void multiply_add(const double* tile, std::size_t panels, std::size_t tile_columns, std::size_t columns,
                  const double* x, std::size_t x_stride, std::size_t count, double* y, std::size_t y_stride);

/// Householder reflection of `count` vectors: x -= beta (v . x) v, with the dot product summed in 16 lanes and their
/// fixed tree, whatever the processor.
void reflect(const float* v, std::size_t length, float beta, float* x, std::size_t x_stride, std::size_t count);
void reflect(const double* v, std::size_t length, double beta, double* x, std::size_t x_stride, std::size_t count);

}  // namespace initlab
