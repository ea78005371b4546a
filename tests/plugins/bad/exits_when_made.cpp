// Ends the process with success when it is made.
#include <cstdlib>
#include <initlab/activation.hpp>

struct ExitsWhenMade {
  void prepare() const { std::exit(0); }
  template <class T>
  T operator()(T z) const {
    return z;
  }
};

INITLAB_ACTIVATION(ExitsWhenMade, "exits_when_made", "1.0", "The identity; ends its host.", "phi(z) = z", "for tests");
