#pragma once
#include "linear/batch.hpp"

namespace initlab {

/// Sees a network's passes go by. Views are valid during the call only. Layers count from 1; 0 is the input.
template <class Real>
class PassObserver {
 public:
  virtual ~PassObserver() = default;

  /// Before the first layer: x_0.
  virtual void input(BatchView<const Real> /*x*/) {}
  /// After layer l: h_l = W_l x_{l-1} + b_l and x_l = phi(h_l), units of the layer times inputs.
  virtual void forward(std::size_t /*layer*/, BatchView<const Real> /*h*/, BatchView<const Real> /*x*/) {}
  /// On the way back, from the last layer to the first: dE/dh_l and x_{l-1}, whose outer product, summed over inputs, is the
  /// gradient of W_l.
  virtual void backward(std::size_t /*layer*/, BatchView<const Real> /*gradient*/, BatchView<const Real> /*x_below*/) {}
};

}  // namespace initlab
