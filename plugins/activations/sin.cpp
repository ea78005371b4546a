#include <cmath>
#include <initlab/activation.hpp>

// Without a frequency: it would be a factor on the weights and biases.
struct Sin {
  template <class T>
  T operator()(T z) const {
    return initlab::math::sin(z);
  }

  // sin^2 = (1 - cos 2x) / 2 and E[cos 2x] = exp(-2q).
  double mean(double) const { return 0.0; }
  double second_moment(double q) const { return -0.5 * std::expm1(-2.0 * q); }
  double derivative_second_moment(double q) const { return 0.5 * (1.0 + std::exp(-2.0 * q)); }
};

INITLAB_ACTIVATION(Sin, "sin", "1.0",
                   "Sine: periodic, for networks that represent images, sounds and fields with their derivatives.",
                   "phi(z) = sin(z)", "Sitzmann, Martel, Bergman, Lindell & Wetzstein 2020, NeurIPS, arXiv:2006.09661");
