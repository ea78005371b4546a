#include <initlab/activation.hpp>

struct Sigmoid {
  template <class T>
  T operator()(T z) const {
    return initlab::math::sigmoid(z);
  }

  double mean(double) const { return 0.5; }  // phi - 1/2 is odd
};

INITLAB_ACTIVATION(Sigmoid, "sigmoid", "1.0", "Logistic sigmoid: from 0 to 1, with slope 1/4 at its centre.",
                   "phi(z) = 1 / (1 + exp(-z))", "Rumelhart, Hinton & Williams 1986, Nature 323");
