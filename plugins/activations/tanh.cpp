#include <initlab/activation.hpp>

struct Tanh {
  template <class T>
  T operator()(T z) const {
    return initlab::math::tanh(z);
  }
};

INITLAB_ACTIVATION(Tanh, "tanh", "1.0", "Hyperbolic tangent: linear near zero, saturating at -1 and 1.",
                   "phi(z) = tanh(z)", "LeCun, Bottou, Orr & Mueller 1998, Efficient BackProp");
