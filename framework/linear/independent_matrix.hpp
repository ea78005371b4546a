#pragma once
#include <cmath>

#include "linear/random_matrix.hpp"
#include "linear/tiled_product.hpp"
#include "random/fill.hpp"

namespace initlab {

/// Independent, equally distributed entries scale * e, with e made from the stream by `Entry`; layout in
/// dense_engine.hpp.
template <class Real, class Entry>
class IndependentMatrix final : public RandomMatrix<Real> {
 public:
  IndependentMatrix(std::size_t fan_out, std::size_t fan_in, double scale, std::shared_ptr<TileBuffers<Real>> buffers)
      : product_(fan_out, fan_in, std::move(buffers)),
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
      Entry::fill(stream_, panel * groups_per_panel_ + first, std::span(tile, groups * group_size<Real>));
    };
  }

  TiledProduct<Real> product_;
  std::size_t groups_per_panel_;
  double initial_scale_, scale_;
  Stream stream_;
};

struct GaussianEntry {
  template <class Real>
  static void fill(const Stream& stream, std::size_t group, std::span<Real> out) {
    fill_normal(stream, group, out);
  }
};

struct UniformEntry {
  template <class Real>
  static void fill(const Stream& stream, std::size_t group, std::span<Real> out) {
    fill_uniform(stream, group, out);
    for (Real& u : out) u = Real(2) * u - Real(1);  // exact: u is an odd multiple of half its resolution
  }
};

template <class Real>
using GaussianMatrix = IndependentMatrix<Real, GaussianEntry>;
template <class Real>
using UniformMatrix = IndependentMatrix<Real, UniformEntry>;

}  // namespace initlab
