#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "core/activation.hpp"
#include "linear/random_matrix.hpp"
#include "network/layer_spec.hpp"
#include "network/network.hpp"

namespace initlab {

/// How an engine makes a layer's matrix.
template <class Real>
using MatrixMaker = std::function<std::unique_ptr<RandomMatrix<Real>>(const LayerSpec&)>;

/// What is kept of a forward pass.
enum class Keep {
  nothing,         ///< forward statistics only: memory for two layers
  preactivations,  ///< for a backward pass: h of every layer
};

/// h_l = W_l x_{l-1} + b_l, x_l = phi(h_l) (mathematics.md, section 1), and back:
/// dE/dh_l = phi'(h_l) * dE/dx_l, dE/dx_{l-1} = W_l^T dE/dh_l.
///
/// `activation` must outlive the network.
template <class Real>
class PlainNetwork final : public Network<Real> {
 public:
  PlainNetwork(std::vector<LayerSpec> layers, const Activation& activation, const MatrixMaker<Real>& make_matrix, Keep keep);

  void draw(const PointStreams& streams, std::uint32_t trial) override;
  void forward(BatchView<const Real> x, PassObserver<Real>& observer) override;
  void backward(BatchView<const Real> cotangent, PassObserver<Real>& observer) override;

 private:
  void add_biases(std::size_t layer, BatchView<Real> h);

  std::vector<LayerSpec> layers_;
  const Activation& activation_;
  Keep keep_;
  std::vector<std::unique_ptr<RandomMatrix<Real>>> matrices_;
  std::vector<Stream> bias_streams_;
  std::vector<Batch<Real>> preactivations_;  // h_1 ... h_L, or one for all
  Batch<Real> input_, signal_, gradient_, gradient_below_, derivative_;
  std::vector<Real> bias_;
};

extern template class PlainNetwork<float>;
extern template class PlainNetwork<double>;

}  // namespace initlab
