#include "theory/power_law.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "theory/orthant_moment.hpp"

namespace initlab {
namespace {

// What orthant_moment.hpp vouches for.
constexpr double largest_exponent = 3.0;
constexpr double epsilon = std::numeric_limits<double>::epsilon();

// Positive points, geometric with an irrational ratio: no rounding of theirs is special.
std::vector<double> probes() {
  constexpr int count = 96;
  std::vector<double> x;
  for (int i = 0; i < count; ++i) x.push_back(1e-6 * std::pow(1e12, (i + 1.0 / std::numbers::pi) / count));
  return x;
}

// phi and phi' at points of one sign.
struct Branch {
  std::vector<double> value;
  std::vector<double> derivative;

  Branch(const Activation& phi, std::span<const double> x) : value(x.size()), derivative(x.size()) {
    phi.value(x, value);
    phi.derivative(x, derivative);
  }

  bool is_zero() const {
    const auto is_null = [](double number) { return number == 0.0; };
    return std::all_of(value.begin(), value.end(), is_null) &&
           std::all_of(derivative.begin(), derivative.end(), is_null);
  }
};

// x phi'(x) / phi(x) where |x| is next to 1, so that a power's coefficient can be read off there too.
std::size_t middle(std::span<const double> x) { return x.size() / 2; }

double exponent_of(const Branch& branch, std::span<const double> x) {
  const std::size_t i = middle(x);
  return x[i] * branch.derivative[i] / branch.value[i];
}

// phi / |x|^exponent, if it is the same at all points.
std::optional<double> common_coefficient(const Branch& branch, std::span<const double> x, double exponent) {
  const std::size_t i = middle(x);
  const double coefficient = branch.value[i] / std::pow(std::abs(x[i]), exponent);
  for (std::size_t k = 0; k < x.size(); ++k) {
    const double value = coefficient * std::pow(std::abs(x[k]), exponent);
    const double rounding = 16.0 * epsilon * (1.0 + std::abs(std::log(std::abs(x[k]))));
    if (!(std::abs(branch.value[k] - value) <= rounding * std::abs(value))) return std::nullopt;
    if (!(std::abs(branch.derivative[k] * x[k] - exponent * value) <= rounding * std::abs(exponent * value)))
      return std::nullopt;
  }
  return coefficient;
}

// 2 r l times a moment that may be infinite where r l is zero.
double crossed(const PowerLaw& phi, double moment) {
  const double product = 2.0 * phi.right * phi.left;
  return product == 0.0 ? 0.0 : product * moment;
}

double squares(const PowerLaw& phi) { return phi.right * phi.right + phi.left * phi.left; }

}  // namespace

std::optional<PowerLaw> power_law(const Activation& phi) {
  for (const double kink : phi.kinks())
    if (kink != 0.0) return std::nullopt;
  std::vector<double> right = probes();
  std::vector<double> left = right;
  for (double& x : left) x = -x;
  const Branch above(phi, right);
  const Branch below(phi, left);
  if (above.is_zero() && below.is_zero()) return std::nullopt;
  const double exponent = above.is_zero() ? exponent_of(below, left) : exponent_of(above, right);
  const bool is_line = std::abs(exponent - 1.0) <= 4.0 * epsilon;
  if (!(exponent > 0.0 && exponent <= largest_exponent) || is_line) return std::nullopt;
  const auto rise = common_coefficient(above, right, exponent);
  const auto fall = common_coefficient(below, left, exponent);
  if (!rise || !fall) return std::nullopt;
  return PowerLaw{exponent, *rise, -*fall};
}

double power_law_mean(const PowerLaw& phi, double q) {
  return (phi.right - phi.left) * half_line_moment(phi.exponent) * std::pow(q, 0.5 * phi.exponent);
}

double power_law_second_moment(const PowerLaw& phi, double q) {
  return squares(phi) * half_line_moment(2.0 * phi.exponent) * std::pow(q, phi.exponent);
}

double power_law_derivative_second_moment(const PowerLaw& phi, double q) {
  return phi.exponent * phi.exponent * squares(phi) * half_line_moment(2.0 * phi.exponent - 2.0) *
         std::pow(q, phi.exponent - 1.0);
}

double power_law_kernel(const PowerLaw& phi, double q, double one_minus_c) {
  const double same = orthant_moment(phi.exponent, one_minus_c);
  const double opposite = opposite_orthant_moment(phi.exponent, one_minus_c);
  return (squares(phi) * same - crossed(phi, opposite)) * std::pow(q, phi.exponent);
}

double power_law_derivative_kernel(const PowerLaw& phi, double q, double one_minus_c) {
  const double same = orthant_moment(phi.exponent - 1.0, one_minus_c);
  const double opposite = opposite_orthant_moment(phi.exponent - 1.0, one_minus_c);
  return phi.exponent * phi.exponent * (squares(phi) * same + crossed(phi, opposite)) * std::pow(q, phi.exponent - 1.0);
}

double power_law_kernel_deficit(const PowerLaw& phi, double q, double one_minus_c) {
  return power_law_half_square_distance(phi, q, q, one_minus_c);
}

double power_law_half_square_distance(const PowerLaw& phi, double q1, double q2, double one_minus_c) {
  const double lost = orthant_moment_deficit(phi.exponent, one_minus_c);
  const double opposite = opposite_orthant_moment(phi.exponent, one_minus_c);
  const double size = std::pow(q2, 0.5 * phi.exponent);
  const double growth = std::expm1(0.5 * phi.exponent * std::log1p((q1 - q2) / q2));
  const double of_lengths = 0.5 * growth * growth * squares(phi) * half_line_moment(2.0 * phi.exponent);
  const double of_angle = (1.0 + growth) * (squares(phi) * lost + crossed(phi, opposite));
  return size * size * (of_lengths + of_angle);
}

}  // namespace initlab
