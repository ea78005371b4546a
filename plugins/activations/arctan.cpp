#include <initlab/activation.hpp>

struct Arctan {
  template <class T>
  T operator()(T z) const {
    return initlab::math::atan(z);
  }

  double mean(double) const { return 0.0; }
};

INITLAB_ACTIVATION(Arctan, "arctan", "1.0", "Arc tangent: from -pi/2 to pi/2, saturating more slowly than tanh.",
                   "phi(z) = arctan(z)",
                   "Kamruzzaman & Aziz 2002, A note on activation function in multilayer feedforward learning, IJCNN");
