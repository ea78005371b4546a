// ELU that declares no kink: phi'' jumps from 1 to 0, and theory loses as many digits as by a kink.
#include <initlab/activation.hpp>

struct ForgetsItsBend {
  template <class T>
  T operator()(T z) const {
    return z > T(0) ? z : initlab::math::expm1(z);
  }
};

INITLAB_ACTIVATION(ForgetsItsBend, "forgets_its_bend", "1.0", "ELU that declares no kink.",
                   "phi(z) = z for z > 0, exp(z) - 1 for z <= 0", "for tests");
