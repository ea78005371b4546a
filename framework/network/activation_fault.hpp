#pragma once
#include <cstddef>
#include <stdexcept>

namespace initlab {

/// An activation answered NaN for a finite number. Not an overflow of the network, which is a result, but a mistake of
/// the activation; whoever knows the trial makes the message.
struct ActivationFault : std::runtime_error {
  ActivationFault(std::size_t at_layer, double at_input, bool in_derivative)
      : std::runtime_error("an activation gave NaN for a finite input"),
        layer(at_layer),
        input(at_input),
        derivative(in_derivative) {}
  std::size_t layer;
  double input;
  bool derivative;
};

}  // namespace initlab
