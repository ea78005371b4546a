#pragma once
#include <cmath>
#include <numbers>

namespace initlab {

/// E[f(z)] for standard normal z by the trapezoidal rule: for a smooth f right to 1e-12, with a kink to 1e-5.
template <class F>
double naive_expectation(const F& f, double step = 0.01) {
  double sum = 0.0;
  for (double z = -10.0; z <= 10.0; z += step) sum += f(z) * std::exp(-0.5 * z * z);
  return sum * step / std::sqrt(2.0 * std::numbers::pi);
}

/// E[f(u1, u2)] for two normal numbers of variance q and correlation c.
template <class F>
double naive_pair_expectation(const F& f, double q, double c) {
  return naive_expectation(
      [&](double z) {
        return naive_expectation(
            [&](double w) { return f(std::sqrt(q) * z, std::sqrt(q) * (c * z + std::sqrt(1.0 - c * c) * w)); }, 0.05);
      },
      0.05);
}

}  // namespace initlab
