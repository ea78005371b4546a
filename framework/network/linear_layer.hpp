#pragma once
#include <vector>

#include "linear/random_matrix.hpp"
#include "network/layer_spec.hpp"
#include "network/trial_streams.hpp"

namespace initlab {

/// y = W x + b: a random matrix, multiplier included, with what its layer adds.
template <class Real>
class LinearLayer {
 public:
  LinearLayer(LayerSpec spec, LayerMatrix<Real> matrix);

  std::size_t width() const { return spec_.layer.fan_out; }
  double multiplier() const { return spec_.weights.multiplier; }

  void draw(const PointStreams& streams, std::uint32_t trial);
  /// Whether it adds biases to the matrix's answer, or the matrix has done so.
  bool adds_biases() const { return adds_biases_; }
  /// Where the law asks for it, scales W first so that W x has variance 1 over units and inputs, before the multiplier.
  /// `answer` is where the matrix's answer goes: y itself, or another place if y has biases added and a transpose()
  /// follows, because x and the answer have to stay as they are until then.
  /// `scratch` is for the biases.
  void forward(BatchView<const Real> x, BatchView<Real> answer, BatchView<Real> y, std::vector<Real>& scratch);
  /// g = W^T d
  void transpose(BatchView<const Real> d, BatchView<Real> g) { matrix_->transpose(d, g); }
  /// Nothing will be asked until the next draw.
  void forget() { matrix_->forget(); }

 private:
  void scale_to_unit_variance(BatchView<Real> y);

  LayerSpec spec_;
  std::unique_ptr<RandomMatrix<Real>> matrix_;
  bool adds_biases_;
  Stream bias_stream_;
};

extern template class LinearLayer<float>;
extern template class LinearLayer<double>;

}  // namespace initlab
