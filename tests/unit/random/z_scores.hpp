#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace initlab::testing {

/// Statistical tests here compare a z-score (a sum of many independent terms, so nearly normal) with five standard
/// errors: 5.7e-7 of a false alarm each. p-values are compared with the same number. The program makes about 550 such
/// comparisons: 3e-4 for the family, for one choice of seeds; the seeds are fixed.
inline constexpr double five_sigma = 5.0;
inline constexpr double five_sigma_p_value = 5.7e-7;

/// (mean of f(x_i) - expected) in standard errors, given the true variance of f.
template <class Real, class F>
double z_of_mean(std::span<const Real> x, F f, double expected, double variance) {
  double sum = 0.0;
  for (const Real value : x) sum += f(static_cast<double>(value)) - expected;
  return sum / std::sqrt(variance * static_cast<double>(x.size()));
}

/// The largest |z| of the first four moments of a standard normal: variances 1, 3 - 1, 15, 105 - 9.
template <class Real>
double worst_normal_moment_z(std::span<const Real> x) {
  return std::max({std::abs(z_of_mean(
                       x, [](double v) { return v; }, 0.0, 1.0)),
                   std::abs(z_of_mean(
                       x, [](double v) { return v * v; }, 1.0, 2.0)),
                   std::abs(z_of_mean(
                       x, [](double v) { return v * v * v; }, 0.0, 15.0)),
                   std::abs(z_of_mean(
                       x, [](double v) { return v * v * v * v; }, 3.0, 96.0))});
}

/// The same for y = x - 1/2, x uniform on (0, 1): E y^2 = 1/12, E y^4 = 1/80, E y^6 = 1/448, E y^8 = 1/2304.
template <class Real>
double worst_uniform_moment_z(std::span<const Real> x) {
  const auto y = [](double v) { return v - 0.5; };
  return std::max({std::abs(z_of_mean(
                       x, [&](double v) { return y(v); }, 0.0, 1.0 / 12)),
                   std::abs(z_of_mean(
                       x, [&](double v) { return std::pow(y(v), 2); }, 1.0 / 12, 1.0 / 80 - 1.0 / 144)),
                   std::abs(z_of_mean(
                       x, [&](double v) { return y(v) * y(v) * y(v); }, 0.0, 1.0 / 448)),
                   std::abs(z_of_mean(
                       x, [&](double v) { return y(v) * y(v) * y(v) * y(v); }, 1.0 / 80, 1.0 / 2304 - 1.0 / 6400))});
}

/// The larger |z| of two correlations of standard normals: of the values and of their squares (independence needs both;
/// numbers that share a radius or a sign are uncorrelated in one of them).
template <class Real>
double worst_correlation_z(std::span<const Real> x, std::span<const Real> y) {
  const std::size_t n = std::min(x.size(), y.size());
  double values = 0.0;
  double squares = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    const double a = x[i];
    const double b = y[i];
    values += a * b;
    squares += (a * a - 1.0) * (b * b - 1.0);
  }
  const double root_n = std::sqrt(static_cast<double>(n));
  return std::max(std::abs(values), std::abs(squares) / 2.0) / root_n;
}

}  // namespace initlab::testing
