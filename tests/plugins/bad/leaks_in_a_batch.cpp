// Forgets eight bytes in every call, in a hundred of them.
#include <initlab/activation.hpp>

struct LeaksInABatch {
  template <class T>
  T operator()(T z) const {
    volatile double* forgotten = new double(0.0);
    return z + T(*forgotten);
  }
  template <class T>
  T derivative(T) const {
    return T(1);
  }
};

INITLAB_ACTIVATION(LeaksInABatch, "leaks_in_a_batch", "1.0", "The identity; leaks.", "phi(z) = z", "for tests");
