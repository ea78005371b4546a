// Forgets a hundred bytes whenever it is made.
#include <initlab/activation.hpp>

struct LeaksWhenMade {
  void prepare() const {
    volatile char* forgotten = new char[100];
    forgotten[0] = 1;
  }
  template <class T>
  T operator()(T z) const {
    return z;
  }
};

INITLAB_ACTIVATION(LeaksWhenMade, "leaks_when_made", "1.0", "The identity; leaks.", "phi(z) = z", "for tests");
