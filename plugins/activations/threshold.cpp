#include <cmath>
#include <initlab/activation.hpp>
#include <numbers>

struct Threshold {
  double threshold = 1.0;
  double value = 0.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&Threshold::threshold, "threshold", initlab::any_value, "Above it z is passed on as it is."),
      initlab::param(&Threshold::value, "value", initlab::any_value, "What is given up to and at the threshold."));
  std::array<double, 1> kinks() const { return {threshold}; }

  template <class T>
  T operator()(T z) const {
    return z <= T(threshold) ? T(value) : z;
  }
  // phi' is 0 at the threshold, as PyTorch has it; of the jump there it says nothing. NaN stays NaN.
  template <class T>
  T derivative(T z) const {
    return z > T(threshold) ? T(1) : z <= T(threshold) ? T(0) : z;
  }

  double mean(double q) const {
    return std::sqrt(q) * density(threshold / std::sqrt(q)) + value * probability_below(q);
  }
  double second_moment(double q) const {
    const double passed = q * probability_above(q) + threshold * std::sqrt(q) * density(threshold / std::sqrt(q));
    return passed + value * value * probability_below(q);
  }
  double derivative_second_moment(double q) const { return probability_above(q); }

 private:
  static double density(double u) { return std::exp(-0.5 * u * u) / std::sqrt(2.0 * std::numbers::pi); }
  double probability_below(double q) const { return 0.5 * std::erfc(-threshold / std::sqrt(2.0 * q)); }
  double probability_above(double q) const { return 0.5 * std::erfc(threshold / std::sqrt(2.0 * q)); }
};

INITLAB_ACTIVATION(Threshold, "threshold", "1.0",
                   "Thresholded linear unit: z above the threshold, a constant below. Where it jumps, chi_1 sees its "
                   "slopes only, and near inputs part faster than chi_1 says.",
                   "phi(z) = z for z > threshold, value for z <= threshold",
                   "Konda, Memisevic & Krueger 2015, ICLR, arXiv:1402.3337");
