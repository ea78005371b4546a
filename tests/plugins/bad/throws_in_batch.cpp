#include <initlab/activation.hpp>

struct ThrowsInBatch {
  template <class T>
  T operator()(T z) const {
    if (z < T(0)) throw std::domain_error("log of a negative number");
    return z;
  }
};

INITLAB_ACTIVATION(ThrowsInBatch, "throws_in_batch", "1.0", "Throws for negative inputs.");
