// Exports a function and a variable under names that its sibling exports too: each must meet its own.
#include <initlab/activation.hpp>

#define EXPORTED __attribute__((visibility("default"), noinline))

extern "C" EXPORTED double clashing_function() { return 2; }
inline __attribute__((visibility("default"))) double clashing_variable = 2;

struct Clash {
  template <class T>
  T operator()(T z) const {
    return z + T(clashing_function() + 10 * clashing_variable);
  }
};

INITLAB_ACTIVATION(Clash, "clash_two", "1.0", "z + 11 for one, z + 22 for two.", "phi(z) = z + 22", "for tests");
