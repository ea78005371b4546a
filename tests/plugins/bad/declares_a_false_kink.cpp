// tanh with a kink where there is none.
#include <initlab/activation.hpp>

struct DeclaresAFalseKink {
  static constexpr auto kinks = std::array{0.5};
  template <class T>
  T operator()(T z) const {
    return initlab::math::tanh(z);
  }
};

INITLAB_ACTIVATION(DeclaresAFalseKink, "declares_a_false_kink", "1.0", "tanh that declares a kink.", "phi(z) = tanh z",
                   "for tests");
