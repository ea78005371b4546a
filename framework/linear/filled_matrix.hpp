#pragma once
#include <vector>

#include "core/initializer.hpp"
#include "linear/random_matrix.hpp"
#include "linear/tiled_product.hpp"

namespace initlab {

/// A matrix that the initializer draws itself, whole, times `multiplier`: this one does need O(fan_out fan_in) memory,
/// while it is in use.
template <class Real>
class FilledMatrix final : public RandomMatrix<Real> {
 public:
  FilledMatrix(const Layer& layer, const Initializer& initializer, double multiplier,
               std::shared_ptr<TileBuffers<Real>> buffers)
      : layer_(layer),
        initializer_(initializer),
        product_(layer.fan_out, layer.fan_in, std::move(buffers)),
        multiplier_(multiplier),
        scale_(multiplier) {}

  void draw(const Stream& stream) override {
    stream_ = stream;
    scale_ = multiplier_;
  }
  void forward(BatchView<const Real> x, BatchView<Real> y) override {
    const std::vector<double> entries = fill();
    product_.forward(source(entries), static_cast<Real>(scale_), x, y);
  }
  void transpose(BatchView<const Real> d, BatchView<Real> g) override {
    const std::vector<double> entries = fill();
    product_.transpose(source(entries), static_cast<Real>(scale_), d, g);
  }
  void rescale(double factor) override { scale_ *= factor; }

 private:
  std::vector<double> fill() const {
    std::vector<double> entries(std::size_t(layer_.fan_out) * layer_.fan_in);
    StreamReader reader(stream_);
    const initlab_stream host{sizeof(initlab_stream), 0, &reader,
                              [](void* self, double* out, std::size_t n) {
                                static_cast<StreamReader*>(self)->uniforms({out, n});
                              },
                              [](void* self, double* out, std::size_t n) {
                                static_cast<StreamReader*>(self)->normals({out, n});
                              }};
    initializer_.fill(layer_, host, entries);
    return entries;
  }

  auto source(const std::vector<double>& entries) const {
    return [this, &entries](std::size_t panel, std::size_t first_column, Real* tile) {
      for (std::size_t k = 0; k < tile_side; ++k)
        for (std::size_t r = 0; r < panel_rows; ++r) {
          const std::size_t i = panel * panel_rows + r, j = first_column + k;
          const bool inside = i < layer_.fan_out && j < layer_.fan_in;
          tile[k * panel_rows + r] = inside ? static_cast<Real>(entries[i * layer_.fan_in + j]) : Real(0);
        }
    };
  }

  Layer layer_;
  const Initializer& initializer_;
  TiledProduct<Real> product_;
  double multiplier_, scale_;
  Stream stream_;
};

}  // namespace initlab
