#include "theory/homogeneous.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace initlab {
namespace {

constexpr double pi = std::numbers::pi;

// Positive points, geometric with an irrational ratio: no rounding of theirs is special.
std::vector<double> probes() {
  constexpr int count = 96;
  std::vector<double> x;
  for (int i = 0; i < count; ++i) x.push_back(1e-6 * std::pow(1e12, (i + 1.0 / pi) / count));
  return x;
}

// The common slope of phi at points of one sign, if there is one.
std::optional<double> common_slope(const Activation& phi, std::span<const double> x) {
  constexpr double rounding = 4.0 * std::numeric_limits<double>::epsilon();
  std::vector<double> value(x.size());
  std::vector<double> derivative(x.size());
  phi.value(x, value);
  phi.derivative(x, derivative);
  const double slope = derivative.front();
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!(std::abs(value[i] - slope * x[i]) <= rounding * std::abs(slope * x[i]))) return std::nullopt;
    if (!(std::abs(derivative[i] - slope) <= rounding * std::abs(slope))) return std::nullopt;
  }
  return slope;
}

// sin x - x cos x = 2 sum_k (-1)^k (k + 1) x^(2k+3) / (2k+3)!; the difference itself cancels for small x.
double sine_minus_arc(double x) {
  if (x > 0.5) return std::sin(x) - x * std::cos(x);
  double power = x * x * x / 6.0;  // x^(2k+3) / (2k+3)!
  double sum = 0.0;
  for (int k = 0; k < 8; ++k) {
    sum += (k % 2 == 0 ? 2.0 : -2.0) * (k + 1) * power;
    power *= x * x / ((2 * k + 4) * (2 * k + 5));
  }
  return sum;
}

double angle(double one_minus_c) { return 2.0 * std::asin(std::sqrt(0.5 * one_minus_c)); }

double asymmetry(Slopes phi) { return (phi.right - phi.left) * (phi.right - phi.left) / (2.0 * pi); }

}  // namespace

std::optional<Slopes> positively_homogeneous_slopes(const Activation& phi) {
  for (const double kink : phi.kinks())
    if (kink != 0.0) return std::nullopt;
  std::vector<double> x = probes();
  const auto right = common_slope(phi, x);
  std::transform(x.begin(), x.end(), x.begin(), [](double value) { return -value; });
  const auto left = common_slope(phi, x);
  if (!right || !left) return std::nullopt;
  return Slopes{*right, *left};
}

double homogeneous_mean(Slopes phi, double q) { return (phi.right - phi.left) * std::sqrt(q / (2.0 * pi)); }

double homogeneous_kernel(Slopes phi, double one_minus_c) {
  const double c = 1.0 - one_minus_c;
  return phi.right * phi.left * c + asymmetry(phi) * sine_minus_arc(angle(2.0 - one_minus_c));
}

double homogeneous_derivative_kernel(Slopes phi, double one_minus_c) {
  return phi.mean_square() - asymmetry(phi) * angle(one_minus_c);
}

double homogeneous_kernel_deficit(Slopes phi, double one_minus_c) {
  return phi.mean_square() * one_minus_c - asymmetry(phi) * sine_minus_arc(angle(one_minus_c));
}

}  // namespace initlab
