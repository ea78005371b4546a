#include <cmath>
#include <initlab/activation.hpp>
#include <numbers>

struct HardTanh {
  static constexpr auto kinks = std::array{-1.0, 1.0};

  template <class T>
  T operator()(T z) const {
    return z >= T(1) ? T(1) : z <= T(-1) ? T(-1) : z;
  }
  // At the kinks phi' is 0, as PyTorch has it. NaN stays NaN.
  template <class T>
  T derivative(T z) const {
    const T size = initlab::math::abs(z);
    return size >= T(1) ? T(0) : size < T(1) ? T(1) : z;
  }

  double mean(double) const { return 0.0; }
  // min(x^2, 1): q E[z^2; |z| < u] + P(|z| > u), u = 1 / sqrt(q) the kink in units of z.
  double second_moment(double q) const {
    const double u = 1.0 / std::sqrt(q);
    const double density = std::exp(-0.5 * u * u) / std::sqrt(2.0 * std::numbers::pi);
    return q * probability_within(u) - 2.0 * std::sqrt(q) * density + std::erfc(u / std::numbers::sqrt2);
  }
  double derivative_second_moment(double q) const { return probability_within(1.0 / std::sqrt(q)); }

 private:
  static double probability_within(double u) { return std::erf(u / std::numbers::sqrt2); }
};

INITLAB_ACTIVATION(HardTanh, "hard_tanh", "1.0",
                   "Hard tanh: the identity between -1 and 1, constant outside; a tanh that costs nothing.",
                   "phi(z) = max(-1, min(z, 1))", "Collobert 2004, Large scale machine learning, thesis, Paris VI");
