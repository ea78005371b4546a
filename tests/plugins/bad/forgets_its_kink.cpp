// ReLU that declares no kink.
#include <initlab/activation.hpp>

struct ForgetsItsKink {
  template <class T>
  T operator()(T z) const {
    return z > T(0) ? z : T(0);
  }
};

INITLAB_ACTIVATION(ForgetsItsKink, "forgets_its_kink", "1.0", "ReLU that declares no kink.", "phi(z) = max(z, 0)",
                   "for tests");
