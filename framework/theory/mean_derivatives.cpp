#include "theory/mean_derivatives.hpp"

#include <cmath>

namespace initlab {
namespace {

double rounding_of_slopes(const Moments& phi, double q) { return 1e-14 * std::sqrt(phi.derivative_second_moment(q)); }

}  // namespace

double mean_slope(const Moments& phi, double q) {
  const auto integrand = [](double, double slope, double z) { return slope * z; };
  return phi.expectation(integrand, q, rounding_of_slopes(phi, q)) / (2.0 * std::sqrt(q));
}

double mean_curvature(const Moments& phi, double q) {
  const auto integrand = [](double, double slope, double z) { return slope * z * (z * z - 3.0); };
  return phi.expectation(integrand, q, rounding_of_slopes(phi, q)) / (4.0 * q * std::sqrt(q));
}

}  // namespace initlab
