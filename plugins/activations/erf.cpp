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

  // Williams's arcsin(2 q c / (1 + 2q)) for c = 1 - d, again as an arc tangent.
  double kernel(double q, double d) const {
    return 2.0 * std::numbers::inv_pi * std::atan2(2.0 * q * (1.0 - d), adjacent(q, d));
  }
  double derivative_kernel(double q, double d) const { return 4.0 * std::numbers::inv_pi / adjacent(q, d); }
  // The angle of c = 1 less that of c, from the sine of this difference. There (1 + 2q)^2 d (2 - d) is left of
  // adjacent(q, d)^2 - c^2 adjacent(q, 0)^2, which cancels.
  double kernel_deficit(double q, double d) const {
    if (d > 1.0) return second_moment(q) - kernel(q, d);
    const double all = adjacent(q, 0.0), here = adjacent(q, d), scale = 1.0 + 2.0 * q;
    const double sine = 2.0 * q * d * (2.0 - d) / (here + (1.0 - d) * all);
    const double cosine = (all / scale) * (here / scale) + (2.0 * q / scale) * (2.0 * q / scale) * (1.0 - d);
    return 2.0 * std::numbers::inv_pi * std::atan2(sine, cosine);
  }

 private:
  /// sqrt((1 + 2q)^2 - (2 q c)^2)
  static double adjacent(double q, double d) {
    return std::sqrt(1.0 + 2.0 * q * d) * std::sqrt(1.0 + 2.0 * q * (2.0 - d));
  }
};

INITLAB_ACTIVATION(Erf, "erf", "1.0",
                   "Error function: a sigmoid from -1 to 1 whose infinitely wide networks have closed-form kernels.",
                   "phi(z) = erf(z) = 2/sqrt(pi) times the integral of exp(-t^2) from 0 to z",
                   "Williams 1997, Computing with infinite networks, NIPS 9");
