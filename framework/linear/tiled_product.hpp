#pragma once
#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "linear/batch.hpp"
#include "linear/tile_kernels.hpp"

namespace initlab {

inline constexpr std::size_t tile_side = 64;  // a tile of floats is 16 KiB, half of the first cache

/// Scratch memory that all matrices of one worker share: they are used one after the other.
template <class Real>
struct TileBuffers {
  std::vector<Real> tile = std::vector<Real>(tile_side * tile_side);
  std::vector<Real> turned = std::vector<Real>(tile_side * tile_side);
  std::vector<Real> sums;  // one row of tiles times all inputs
};

/// Multiplies by a matrix that exists only a tile at a time: `source` makes a tile, it is used while it is in the
/// cache, and is made again when it is needed again. So a product needs O(fan_out B) memory, never O(fan_out fan_in).
///
/// source(panel, first_column, tile) writes tile_side columns of 16 rows each: entry (16 panel + r, first_column + k)
/// to tile[k * 16 + r]. Entries beyond the matrix may hold anything finite.
template <class Real>
class TiledProduct {
 public:
  TiledProduct(std::size_t rows, std::size_t columns, std::shared_ptr<TileBuffers<Real>> buffers)
      : rows_(rows), columns_(columns), buffers_(std::move(buffers)) {}

  /// y = scale * W x
  template <class Source>
  void forward(const Source& source, Real scale, BatchView<const Real> x, BatchView<Real> y) {
    for (std::size_t row = 0; row < rows_; row += tile_side) {
      const std::size_t panels = std::min(panels_in_tile, (rows_ - row + panel_rows - 1) / panel_rows);
      buffers_->sums.assign(tile_side * x.count, Real(0));
      for (std::size_t column = 0; column < columns_; column += tile_side) {
        for (std::size_t p = 0; p < panels; ++p)
          source(row / panel_rows + p, column, buffers_->tile.data() + p * tile_side * panel_rows);
        multiply_add(buffers_->tile.data(), panels, tile_side, std::min(tile_side, columns_ - column), x.data + column,
                     x.units, x.count, buffers_->sums.data(), tile_side);
      }
      write_sums(scale, row, std::min(tile_side, rows_ - row), y);
    }
  }

  /// g = scale * W^T d: the same tiles, turned round in the cache.
  template <class Source>
  void transpose(const Source& source, Real scale, BatchView<const Real> d, BatchView<Real> g) {
    for (std::size_t column = 0; column < columns_; column += tile_side) {
      const std::size_t width = std::min(tile_side, columns_ - column);
      buffers_->sums.assign(tile_side * d.count, Real(0));
      for (std::size_t row = 0; row < rows_; row += tile_side) {
        const std::size_t height = std::min(tile_side, rows_ - row);
        for (std::size_t p = 0; p * panel_rows < height; ++p) {
          source(row / panel_rows + p, column, buffers_->tile.data());
          turn(p);
        }
        multiply_add(buffers_->turned.data(), (width + panel_rows - 1) / panel_rows, tile_side, height, d.data + row,
                     d.units, d.count, buffers_->sums.data(), tile_side);
      }
      write_sums(scale, column, width, g);
    }
  }

 private:
  static constexpr std::size_t panels_in_tile = tile_side / panel_rows;

  // Panel p of rows becomes columns 16p..16p+15 of the turned tile, whose panels are made of columns.
  void turn(std::size_t p) {
    for (std::size_t q = 0; q < panels_in_tile; ++q)
      for (std::size_t r = 0; r < panel_rows; ++r) {
        Real* to = buffers_->turned.data() + (q * tile_side + p * panel_rows + r) * panel_rows;
        const Real* from = buffers_->tile.data() + q * panel_rows * panel_rows + r;
        for (std::size_t c = 0; c < panel_rows; ++c) to[c] = from[c * panel_rows];
      }
  }

  void write_sums(Real scale, std::size_t first, std::size_t count, BatchView<Real> to) {
    for (std::size_t b = 0; b < to.count; ++b)
      for (std::size_t i = 0; i < count; ++i) to.input(b)[first + i] = scale * buffers_->sums[b * tile_side + i];
  }

  std::size_t rows_, columns_;
  std::shared_ptr<TileBuffers<Real>> buffers_;
};

}  // namespace initlab
