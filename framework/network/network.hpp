#pragma once
#include "linear/batch.hpp"
#include "network/pass_observer.hpp"
#include "network/trial_streams.hpp"

namespace initlab {

/// A random network of one architecture: drawn again for every trial, then asked for passes. Not for several threads at
/// once.
template <class Real>
class Network {
 public:
  virtual ~Network() = default;

  /// New weights and biases: those of this trial.
  virtual void draw(const PointStreams& streams, std::uint32_t trial) = 0;
  /// x_0 (input width x inputs) through all layers. Throws ActivationFault.
  virtual void forward(BatchView<const Real> x, PassObserver<Real>& observer) = 0;
  /// dE/dx_L back to the first layer, once after each forward pass. Throws ActivationFault.
  virtual void backward(BatchView<const Real> cotangent, PassObserver<Real>& observer) = 0;
};

}  // namespace initlab
