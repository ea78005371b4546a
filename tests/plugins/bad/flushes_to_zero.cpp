// Linked with -ffast-math but not compiled with it: no flag tells, and loading it turns on flush-to-zero.
#include <xmmintrin.h>

#include <initlab/activation.hpp>

struct FlushesToZero {
  // So does making one.
  void prepare() const { _mm_setcsr(_mm_getcsr() | 0x8040); }
  template <class T>
  T operator()(T z) const {
    return z;
  }
};

INITLAB_ACTIVATION(FlushesToZero, "flushes_to_zero", "1.0", "The identity, linked with -ffast-math.");
