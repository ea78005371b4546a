#pragma once
#include <memory>
#include <vector>

#include "linear/random_matrix.hpp"
#include "network/layer_spec.hpp"
#include "network/trial_streams.hpp"

namespace initlab {

/// y = multiplier * W x + b: a random matrix with what its layer adds.
template <class Real>
class LinearLayer {
 public:
  LinearLayer(LayerSpec spec, std::unique_ptr<RandomMatrix<Real>> matrix)
      : spec_(std::move(spec)), matrix_(std::move(matrix)) {}

  std::size_t width() const { return spec_.layer.fan_out; }
  double multiplier() const { return spec_.weights.multiplier; }

  void draw(const PointStreams& streams, std::uint32_t trial);
  /// Where the law asks for it, scales W first so that W x has variance 1 over units and inputs.
  void forward(BatchView<const Real> x, BatchView<Real> y);
  /// g = multiplier * W^T d
  void transpose(BatchView<const Real> d, BatchView<Real> g);

 private:
  void add_biases(BatchView<Real> y);

  LayerSpec spec_;
  std::unique_ptr<RandomMatrix<Real>> matrix_;
  Stream bias_stream_;
  std::vector<Real> bias_;
  double adjustment_ = 1.0;  // found in the forward pass
};

extern template class LinearLayer<float>;
extern template class LinearLayer<double>;

}  // namespace initlab
