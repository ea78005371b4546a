#pragma once
#include "linear/random_matrix.hpp"
#include "linear/tiled_product.hpp"

namespace initlab {

/// Independent, equally distributed entries scale * e, with e made from the stream by `Entry`; layout in
/// dense_engine.hpp.
template <class Real, class Entry>
class IndependentMatrix final : public RandomMatrix<Real> {
 public:
  IndependentMatrix(Entry entry, std::size_t fan_out, std::size_t fan_in, double scale,
                    std::shared_ptr<TileBuffers<Real>> buffers)
      : entry_(entry),
        product_(fan_out, fan_in, std::move(buffers)),
        groups_per_panel_((fan_in + columns_per_group - 1) / columns_per_group),
        initial_scale_(scale),
        scale_(scale) {}

  void draw(const Stream& stream) override {
    stream_ = stream;
    scale_ = initial_scale_;
  }
  void forward(BatchView<const Real> x, BatchView<Real> y) override {
    product_.forward(source(), static_cast<Real>(scale_), x, y);
  }
  void transpose(BatchView<const Real> d, BatchView<Real> g) override {
    product_.transpose(source(), static_cast<Real>(scale_), d, g);
  }
  void rescale(double factor) override { scale_ *= factor; }

 private:
  static constexpr std::size_t columns_per_group = group_size<Real> / panel_rows;

  auto source() const {
    return [this](std::size_t panel, std::size_t first_column, Real* tile) {
      const std::size_t first = first_column / columns_per_group;
      const std::size_t groups = std::min(tile_side / columns_per_group, groups_per_panel_ - first);
      entry_.fill(stream_, panel * groups_per_panel_ + first, std::span(tile, groups * group_size<Real>));
    };
  }

  Entry entry_;
  TiledProduct<Real> product_;
  std::size_t groups_per_panel_;
  double initial_scale_, scale_;
  Stream stream_;
};

}  // namespace initlab
