#include <initlab/activation.hpp>

struct LogSigmoid {
  // -log(1 + exp(-z)) as it stands would overflow below and lose its digits above.
  template <class T>
  T operator()(T z) const {
    return initlab::math::min(z, T(0)) - initlab::math::log1p(initlab::math::exp(-initlab::math::abs(z)));
  }
  template <class T>
  T derivative(T z) const {
    return initlab::math::sigmoid(-z);
  }
};

INITLAB_ACTIVATION(LogSigmoid, "log_sigmoid", "1.0",
                   "Logarithm of the logistic sigmoid: softplus turned around, negative everywhere.",
                   "phi(z) = -log(1 + exp(-z))",
                   "Dugas, Bengio, Belisle, Nadeau & Garcia 2001, NIPS 13, for its mirror image softplus");
