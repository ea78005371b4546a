#pragma once
#include "linear/batch.hpp"

namespace initlab {

/// One weight matrix's gradient on the way back. The gradient of the trained matrix is multiplier times the sum over
/// inputs of the outer products of the two.
template <class Real>
struct WeightGradient {
  std::size_t position = 1;  ///< of the matrix in its block, from 1
  double multiplier = 1.0;
  BatchView<const Real> at_output;  ///< dE/d(W x + b), which is also the gradient of the bias
  BatchView<const Real> input;      ///< x
};

/// Sees a network's passes go by. Views are valid during the call only. Blocks (the layers of a plain network) count
/// from 1; 0 is the input.
template <class Real>
class PassObserver {
 public:
  virtual ~PassObserver() = default;

  /// Before the first block: x_0.
  virtual void input(BatchView<const Real> /*x*/) {}
  /// After block l: h, what its last activation was applied to, and x_l.
  virtual void forward(std::size_t /*block*/, BatchView<const Real> /*h*/, BatchView<const Real> /*x*/) {}

  /// On the way back: dE/dx_l for l = L ... 0.
  virtual void signal_gradient(std::size_t /*block*/, BatchView<const Real> /*gradient*/) {}
  /// dE/dh, with the h that `forward` saw.
  virtual void preactivation_gradient(std::size_t /*block*/, BatchView<const Real> /*gradient*/) {}
  /// Of every matrix in the block's branch, the last one first; the skip's projection, if there is one, comes behind
  /// them and has the position after theirs.
  virtual void weight_gradient(std::size_t /*block*/, const WeightGradient<Real>&) {}
};

}  // namespace initlab
