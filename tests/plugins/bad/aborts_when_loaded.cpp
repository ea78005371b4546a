// A static constructor that ends the process: nothing but loading may run it.
#include <cstdlib>
#include <initlab/activation.hpp>

struct AbortsWhenLoaded {
  template <class T>
  T operator()(T z) const {
    return z;
  }
};

[[maybe_unused]] static const int never = (std::abort(), 0);

INITLAB_ACTIVATION(AbortsWhenLoaded, "aborts_when_loaded", "1.0", "Ends the process that loads it.");
