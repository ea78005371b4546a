#pragma once
#include <functional>
#include <limits>
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
using MatrixMaker = std::function<LayerMatrix<Real>(const LayerSpec&)>;

/// What is kept of a forward pass.
struct Keep {
  bool for_backward = false;
  /// Signals of so many blocks at once. A backward pass through more blocks than that starts from kept inputs of every
  /// so many blocks, and runs those forward once more; the numbers are the same.
  std::size_t blocks = 2;

  static const Keep nothing, everything;
};
inline constexpr Keep Keep::nothing{};
inline constexpr Keep Keep::everything{true, std::numeric_limits<std::size_t>::max()};

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
    std::size_t activations;
    std::vector<LinearLayer<Real>> linear;
    std::optional<LinearLayer<Real>> projection;
  };
  /// The signals of one block. Each step of the branch writes its own, so that none is copied.
  struct Signals {
    BatchView<const Real> input;             // x_{l-1}
    Batch<Real> scaled_input;                // branch_input * x_{l-1}; without inputs where that is x_{l-1}
    std::vector<Batch<Real>> after_step;     // of the branch
    std::vector<Batch<Real>> without_bias;   // the answer of each matrix that is not what its step gives
    Batch<Real> projected, projected_alone;  // what the skip makes of x_{l-1}, and without its bias
    Batch<Real> output;                      // x_l, where it is not the branch's last signal

    BatchView<const Real> before_step(std::size_t step) const {
      if (step > 0) return after_step[step - 1].view();
      return scaled_input.view().count > 0 ? scaled_input.view() : input;
    }
  };

  std::size_t slot_of(std::size_t number) const { return (number - 1) % signals_.size(); }
  bool starts_a_segment(std::size_t number) const { return slot_of(number) == 0; }
  void run_block(std::size_t number, BatchView<const Real> x);
  void run_linear(LinearLayer<Real>& layer, BatchView<const Real> x, Batch<Real>& without_bias, Batch<Real>& y);
  BatchView<const Real> output_of(std::size_t number) const;
  BatchView<const Real> last_preactivation(std::size_t number) const;
  void run_segment_again(std::size_t last);
  void forget(std::size_t number);
  BatchView<const Real> return_through_branch(std::size_t number, BatchView<const Real> gradient,
                                              PassObserver<Real>& observer);
  void return_through_block(std::size_t number, PassObserver<Real>& observer);

  std::vector<Block> blocks_;
  const Activation& activation_;
  bool for_backward_;
  bool ends_with_last_segment_ = false;  // what is in signals_
  std::optional<PointStreams> streams_;  // of the last draw
  std::uint32_t trial_ = 0;
  std::vector<Signals> signals_;          // of the blocks in work: block l has slot (l - 1) mod size
  std::vector<Batch<Real>> inputs_kept_;  // of the first block of every segment
  Batch<Real> gradient_, next_gradient_;  // dE/dx_l
  std::vector<Real> biases_;              // of one layer
  Batch<Real> returning_, passed_, branch_gradient_, skip_gradient_;
};

extern template class BlockNetwork<float>;
extern template class BlockNetwork<double>;

}  // namespace initlab
