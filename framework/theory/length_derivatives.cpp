#include "theory/length_derivatives.hpp"

#include <cmath>
#include <limits>

namespace initlab {
namespace {

// The rounding of phi phi' times a small polynomial.
double rounding_of_products(const Moments& phi, double q) {
  constexpr double unit = 32.0 * std::numeric_limits<double>::epsilon();
  return unit * std::sqrt(phi.second_moment(q) * phi.derivative_second_moment(q));
}

}  // namespace

double second_moment_slope(const Moments& phi, double q) {
  if (phi.slopes()) return phi.slopes()->mean_square();
  constexpr double almost_zero = 1e-10;
  const double at = q == 0.0 ? almost_zero : q;
  const auto integrand = [](double value, double derivative, double z) { return value * derivative * z; };
  return phi.expectation(integrand, at, rounding_of_products(phi, at)) / std::sqrt(at);
}

double second_moment_curvature(const Moments& phi, double q) {
  if (phi.slopes() && q > 0.0) return 0.0;
  const auto integrand = [](double value, double derivative, double z) {
    return value * derivative * z * (z * z - 3.0);
  };
  return phi.expectation(integrand, q, q > 0.0 ? rounding_of_products(phi, q) : 0.0) / (2.0 * q * std::sqrt(q));
}

double fourth_moment(const Moments& phi, double q) {
  if (const auto& slopes = phi.slopes()) {
    const double right = slopes->right * slopes->right;
    const double left = slopes->left * slopes->left;
    return 1.5 * q * q * (right * right + left * left);  // E[z^4] = 3, half of it on each side
  }
  if (q == 0.0) return phi.second_moment(0.0) * phi.second_moment(0.0);
  return phi.expectation([](double value, double, double) { return value * value * value * value; }, q);
}

}  // namespace initlab
