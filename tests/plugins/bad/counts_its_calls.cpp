// Gives every hundredth number that it is asked for a little more: it keeps a static counter.
#include <atomic>
#include <initlab/activation.hpp>

struct CountsItsCalls {
  static inline std::atomic<long> calls = 0;
  template <class T>
  T operator()(T z) const {
    return ++calls % 100 == 0 ? z + T(0.001) : z;
  }
  template <class T>
  T derivative(T) const {
    return T(1);
  }
};

INITLAB_ACTIVATION(CountsItsCalls, "counts_its_calls", "1.0", "The identity, but for every hundredth call.",
                   "phi(z) = z", "for tests");
