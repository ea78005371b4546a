#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/activation.hpp"
#include "network/block_spec.hpp"
#include "network/linear_layer.hpp"
#include "network/network.hpp"

namespace initlab {

/// How an engine makes the matrix of a layer.
template <class Real>
using MatrixMaker = std::function<std::unique_ptr<RandomMatrix<Real>>(const LayerSpec&)>;

/// What is kept of a forward pass.
enum class Keep {
  nothing,     ///< forward statistics only: memory for a few layers
  everything,  ///< for a backward pass: every block's input and preactivations
};

/// A network of blocks (block_spec.hpp): plain and residual ones of any depth. `activation` must outlive it.
template <class Real>
class BlockNetwork final : public Network<Real> {
 public:
  BlockNetwork(std::vector<BlockSpec> blocks, const Activation& activation, const MatrixMaker<Real>& make_matrix,
               Keep keep);

  void draw(const PointStreams& streams, std::uint32_t trial) override;
  void forward(BatchView<const Real> x, PassObserver<Real>& observer) override;
  void backward(BatchView<const Real> cotangent, PassObserver<Real>& observer) override;

 private:
  struct Block {
    BlockSpec spec;
    std::vector<LinearLayer<Real>> linear;
    std::optional<LinearLayer<Real>> projection;
  };
  struct Kept {
    Batch<Real> input;                        // x_{l-1}
    std::vector<Batch<Real>> preactivations;  // what each activation of the branch was applied to
  };

  Kept& kept_of(std::size_t number) { return kept_[keep_ == Keep::everything ? number - 1 : 0]; }
  BatchView<const Real> scaled_input(std::size_t number, BatchView<const Real> x);
  BatchView<const Real> run_branch(std::size_t number, BatchView<const Real> x);
  void return_through_branch(std::size_t number, PassObserver<Real>& observer);
  BatchView<const Real> input_of_linear(std::size_t number, std::size_t step, std::size_t activations_before);

  std::vector<Block> blocks_;
  const Activation& activation_;
  Keep keep_;
  std::vector<Kept> kept_;            // one for each block, or one for all
  Batch<Real> signal_, next_signal_;  // what runs through a branch, in either direction
  Batch<Real> trunk_, next_trunk_;    // x_l, or dE/dx_l
  Batch<Real> slope_, linear_input_, scaled_input_;
};

extern template class BlockNetwork<float>;
extern template class BlockNetwork<double>;

}  // namespace initlab
