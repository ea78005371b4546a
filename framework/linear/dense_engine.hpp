#pragma once
#include <memory>

#include "core/initializer.hpp"
#include "linear/random_matrix.hpp"
#include "linear/tiled_product.hpp"

namespace initlab {

/// The dense engine: entries are drawn from their law, tile by tile.
///
/// Layout of the independent families (independent_entries.hpp). A panel is 16 rows; the groups of entries
/// run through panel 0 column by column, then panel 1, ...: with c = group_size / 16 columns a group (4 floats, 2
/// doubles), entry (i, j) is number (j mod c) * 16 + i mod 16 of group (i / 16) * ceil(fan_in / c) + j / c.
///
/// `initializer` is asked to fill where the law says so, and must outlive the matrices.
template <class Real>
class DenseEngine {
 public:
  explicit DenseEngine(const Initializer& initializer)
      : initializer_(initializer), buffers_(std::make_shared<TileBuffers<Real>>()) {}

  /// Matrices of one engine share scratch memory: they are for one thread.
  std::unique_ptr<RandomMatrix<Real>> make(const Law& weights, const Layer& layer) const;

 private:
  template <class Entry>
  std::unique_ptr<RandomMatrix<Real>> independent(Entry entry, const Layer& layer, double scale) const;

  const Initializer& initializer_;
  std::shared_ptr<TileBuffers<Real>> buffers_;
};

extern template class DenseEngine<float>;
extern template class DenseEngine<double>;

}  // namespace initlab
