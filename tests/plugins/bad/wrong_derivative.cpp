// Its derivative is one percent too steep.
#include <initlab/activation.hpp>

struct WrongDerivative {
  template <class T>
  T operator()(T z) const {
    return initlab::math::tanh(z);
  }
  template <class T>
  T derivative(T z) const {
    const T y = initlab::math::tanh(z);
    return T(1.01) * (T(1) - y * y);
  }
};

INITLAB_ACTIVATION(WrongDerivative, "wrong_derivative", "1.0", "tanh with a wrong derivative.", "phi(z) = tanh z",
                   "for tests");
