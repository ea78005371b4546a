// Ends its host as it is told to when it is asked for a number above 1e30.
#include <cstdlib>
#include <initlab/activation.hpp>

struct EndsInABatch {
  enum class How { crash, endless_loop, exit, abort };
  How how = How::crash;
  static constexpr auto parameters =
      initlab::parameters(initlab::param(&EndsInABatch::how, "how", "crash|endless_loop|exit|abort", "how it ends it"));

  template <class T>
  T operator()(T z) const {
    if (z > T(1e30)) end();
    return z;
  }
  template <class T>
  T derivative(T) const {
    return T(1);
  }
  void end() const {
    volatile bool forever = true;
    switch (how) {
      case How::crash:
        *static_cast<volatile int*>(nullptr) = 1;
        break;
      case How::endless_loop:
        while (forever) {
        }
        break;
      case How::exit:
        std::exit(0);
      case How::abort:
        std::abort();
    }
  }
};

INITLAB_ACTIVATION(EndsInABatch, "ends_in_a_batch", "1.0", "The identity; ends its host above 1e30.", "phi(z) = z",
                   "for tests");
