// Right in double precision; in single precision it is off by 1e-4.
#include <initlab/activation.hpp>

struct LosesDigitsInFloat {
  template <class T>
  T operator()(T z) const {
    return initlab::math::tanh(z) * (sizeof(T) == sizeof(float) ? T(1.0001) : T(1));
  }
  template <class T>
  T derivative(T z) const {
    const T y = initlab::math::tanh(z);
    return T(1) - y * y;
  }
};

INITLAB_ACTIVATION(LosesDigitsInFloat, "loses_digits_in_float", "1.0", "tanh, imprecise as a float.", "phi(z) = tanh z",
                   "for tests");
