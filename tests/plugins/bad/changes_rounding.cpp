// Leaves the caller rounding towards zero.
#include <xmmintrin.h>

#include <initlab/activation.hpp>

struct ChangesRounding {
  template <class T>
  T operator()(T z) const {
    _mm_setcsr(_mm_getcsr() | 0x6000);
    return z;
  }
};

INITLAB_ACTIVATION(ChangesRounding, "changes_rounding", "1.0", "Changes the caller's floating-point mode.");
