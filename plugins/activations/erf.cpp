#include <cmath>
#include <initlab/activation.hpp>
#include <numbers>

struct Erf {
  template <class T>
  T operator()(T z) const {
    return initlab::math::erf(z);
  }

  double mean(double) const { return 0.0; }
  // Williams's arcsin(2q / (1 + 2q)); the arc tangent keeps its digits where that argument comes near 1.
  double second_moment(double q) const {
    return 2.0 * std::numbers::inv_pi * std::atan2(2.0 * q, std::sqrt(1.0 + 4.0 * q));
  }
  double derivative_second_moment(double q) const { return 4.0 * std::numbers::inv_pi / std::sqrt(1.0 + 4.0 * q); }
};

INITLAB_ACTIVATION(Erf, "erf", "1.0",
                   "Error function: a sigmoid from -1 to 1 whose infinitely wide networks have closed-form kernels.",
                   "phi(z) = erf(z) = 2/sqrt(pi) times the integral of exp(-t^2) from 0 to z",
                   "Williams 1997, Computing with infinite networks, NIPS 9");
