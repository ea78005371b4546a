// Puts what it is asked for into memory that all threads share, and sometimes waits before it takes it out again.
#include <sched.h>

#include <atomic>
#include <initlab/activation.hpp>

struct SharesABuffer {
  template <class T>
  static inline std::atomic<T> shared = T(0);
  template <class T>
  T operator()(T z) const {
    shared<T> = z;
    if (initlab::math::abs(z) < T(0.02)) sched_yield();
    return shared<T>;
  }
  template <class T>
  T derivative(T) const {
    return T(1);
  }
};

INITLAB_ACTIVATION(SharesABuffer, "shares_a_buffer", "1.0", "The identity, by way of a static variable.", "phi(z) = z",
                   "for tests");
