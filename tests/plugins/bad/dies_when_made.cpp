// Dies as soon as it is made: a probe finds it before the host does.
#include <initlab/activation.hpp>

struct DiesWhenMade {
  void prepare() const { *static_cast<volatile int*>(nullptr) = 1; }
  template <class T>
  T operator()(T z) const {
    return z;
  }
};

INITLAB_ACTIVATION(DiesWhenMade, "dies_when_made", "1.0", "The identity; crashes.", "phi(z) = z", "for tests");
