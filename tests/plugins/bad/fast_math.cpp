// Compiled with -ffast-math; the record tells.
#include <initlab/activation.hpp>

struct FastMath {
  template <class T>
  T operator()(T z) const {
    return z;
  }
};

INITLAB_ACTIVATION(FastMath, "fast_math", "1.0", "The identity, compiled with -ffast-math.");
