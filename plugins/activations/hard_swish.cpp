#include <cmath>
#include <initlab/activation.hpp>
#include <numbers>

struct HardSwish {
  static constexpr auto kinks = std::array{-3.0, 3.0};

  template <class T>
  T operator()(T z) const {
    return z >= T(3) ? z : z <= T(-3) ? T(0) : z * ((z + T(3)) / T(6));
  }
  // At the kinks phi' is that of the outer side. NaN stays NaN.
  template <class T>
  T derivative(T z) const {
    return z >= T(3) ? T(1) : z <= T(-3) ? T(0) : (T(2) * z + T(3)) / T(6);
  }

  // x (x + 3) / 6 between the kinks and x above, u = 3 / sqrt(q) the kink in units of z. The mean is q / 6 times the
  // probability of being between: by parts, E[x phi(x)] = q E phi'(x) for each piece, and the borders cancel.
  double mean(double q) const { return q / 6.0 * probability_within(q); }
  double second_moment(double q) const {
    const Between between = moments_between(q);
    return (between.fourth + 9.0 * between.second) / 36.0 + 0.5 * (q - between.second);
  }
  double derivative_second_moment(double q) const {
    const double above = 0.5 * std::erfc(3.0 / std::sqrt(2.0 * q));
    return (4.0 * moments_between(q).second + 9.0 * probability_within(q)) / 36.0 + above;
  }

 private:
  static double probability_within(double q) { return std::erf(3.0 / std::sqrt(2.0 * q)); }

  /// E[x^2; |x| < 3] and E[x^4; |x| < 3].
  struct Between {
    double second, fourth;
  };
  static Between moments_between(double q) {
    const double border = std::sqrt(2.0 * q / std::numbers::pi) * std::exp(-4.5 / q);  // 2 sqrt(q) times the density
    const double second = q * probability_within(q) - 3.0 * border;
    return {second, 3.0 * q * second - 27.0 * border};
  }
};

INITLAB_ACTIVATION(HardSwish, "hard_swish", "1.0",
                   "Hard swish: z times its hard sigmoid, a SiLU without exponentials for phones.",
                   "phi(z) = z min(max(z + 3, 0), 6) / 6", "Howard et al. 2019, ICCV, arXiv:1905.02244");
