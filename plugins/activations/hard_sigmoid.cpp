#include <cmath>
#include <initlab/activation.hpp>
#include <numbers>

struct HardSigmoid {
  static constexpr auto kinks = std::array{-3.0, 3.0};

  template <class T>
  T operator()(T z) const {
    return z >= T(3) ? T(1) : z <= T(-3) ? T(0) : (z + T(3)) / T(6);
  }
  // At the kinks phi' is 0, as PyTorch has it. NaN stays NaN.
  template <class T>
  T derivative(T z) const {
    const T size = initlab::math::abs(z);
    return size >= T(3) ? T(0) : size < T(3) ? T(1) / T(6) : z;
  }

  // phi = 1/2 + psi, psi(x) = min(max(x, -3), 3) / 6 odd; u = 3 / sqrt(q) the kink in units of z.
  double mean(double) const { return 0.5; }
  double second_moment(double q) const {
    const double u = 3.0 / std::sqrt(q);
    const double density = std::exp(-0.5 * u * u) / std::sqrt(2.0 * std::numbers::pi);
    const double between = q * probability_within(u) - 6.0 * std::sqrt(q) * density;
    return 0.25 + (between + 9.0 * std::erfc(u / std::numbers::sqrt2)) / 36.0;
  }
  double derivative_second_moment(double q) const { return probability_within(3.0 / std::sqrt(q)) / 36.0; }

 private:
  static double probability_within(double u) { return std::erf(u / std::numbers::sqrt2); }
};

INITLAB_ACTIVATION(HardSigmoid, "hard_sigmoid", "1.0",
                   "Hard sigmoid: a line of slope 1/6 between 0 and 1, constant outside; a sigmoid that costs nothing.",
                   "phi(z) = min(max(z + 3, 0), 6) / 6",
                   "Courbariaux, Bengio & David 2015, NIPS, arXiv:1511.00363; slope: Howard et al. 2019, "
                   "arXiv:1905.02244");
