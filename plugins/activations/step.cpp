#include <cmath>
#include <initlab/activation.hpp>
#include <numbers>

struct Step {
  static constexpr auto kinks = std::array{0.0};

  template <class T>
  T operator()(T z) const {
    return z <= T(0) ? T(0) : z > T(0) ? T(1) : z;  // NaN stays NaN
  }
  // 0 wherever there is one; of the jump it says nothing.
  template <class T>
  T derivative(T z) const {
    return z != z ? z : T(0);
  }

  // The kernel is Cho & Saul's of order 0: two inputs differ with the probability theta / pi, theta = acos(1 - d).
  double mean(double) const { return 0.5; }
  double second_moment(double) const { return 0.5; }
  double derivative_second_moment(double) const { return 0.0; }
  double kernel(double, double d) const { return 0.5 * (1.0 - angle(d) * std::numbers::inv_pi); }
  double derivative_kernel(double, double) const { return 0.0; }
  double kernel_deficit(double, double d) const { return 0.5 * std::numbers::inv_pi * angle(d); }

 private:
  static double angle(double d) { return 2.0 * std::asin(std::sqrt(0.5 * d)); }
};

INITLAB_ACTIVATION(
    Step, "step", "1.0",
    "Heaviside step: the threshold unit. Its derivative is 0 wherever there is one, so no gradient passes "
    "and chi_1 is 0; near inputs are torn apart all the same.",
    "phi(z) = 1 for z > 0, 0 for z <= 0", "McCulloch & Pitts 1943; kernel: Cho & Saul 2009, NIPS");
