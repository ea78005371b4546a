#pragma once
#include <cmath>
#include <numbers>

namespace initlab {

/// Closed forms in extended precision for one length q and d = 1 - c: E[phi(u1) phi(u2)], E[phi'(u1) phi'(u2)] and
/// E[(phi(u1) - phi(u2))^2] / 2, the latter without cancellation unless said otherwise.
namespace exact {

using Real = long double;
inline constexpr Real pi = std::numbers::pi_v<Real>;

/// Cho & Saul 2009.
struct Relu {
  static constexpr const char* name = "relu";
  static Real angle(Real d) { return 2 * std::asin(std::sqrt(d / 2)); }
  static Real value(Real q, Real d) {
    const Real theta = angle(d);
    return q / (2 * pi) * (std::sin(theta) + (pi - theta) * std::cos(theta));
  }
  static Real derivative(Real, Real d) { return (pi - angle(d)) / (2 * pi); }
  static Real deficit(Real q, Real d) {
    const Real theta = angle(d);
    const Real cubic = theta * theta * theta * (1 - theta * theta / 10) / 3;
    const Real arc = theta < 1e-4L ? cubic : std::sin(theta) - theta * std::cos(theta);
    return q * (d / 2 - arc / (2 * pi));
  }
};

/// Williams 1997.
struct Erf {
  static constexpr const char* name = "erf";
  static Real value(Real q, Real d) { return 2 / pi * std::asin(2 * q * (1 - d) / (1 + 2 * q)); }
  static Real derivative(Real q, Real d) {
    // (1 + 2q)^2 - (2qc)^2
    return 4 / pi / std::sqrt((1 + 2 * q * d) * (1 + 2 * q * (2 - d)));
  }
  static Real deficit(Real q, Real d) {
    const Real a = 2 * q / (1 + 2 * q);
    const Real b = a * (1 - d);
    if (d > 1) return 2 / pi * (std::asin(a) - std::asin(b));
    // sin(asin a - asin b), multiplied by its conjugate
    const Real cos_a = std::sqrt(1 + 4 * q) / (1 + 2 * q);
    const Real cos_b = std::sqrt((1 + 2 * q * d) * (1 + 2 * q * (2 - d))) / (1 + 2 * q);
    return 2 / pi * std::asin(a * a * d * (2 - d) / (a * cos_b + b * cos_a));
  }
};

/// sin x sin y = (cos(x - y) - cos(x + y)) / 2, and E[cos u] = exp(-Var u / 2).
struct Sin {
  static constexpr const char* name = "sin";
  static Real value(Real q, Real d) { return (std::exp(-q * d) - std::exp(-q * (2 - d))) / 2; }
  static Real derivative(Real q, Real d) { return (std::exp(-q * d) + std::exp(-q * (2 - d))) / 2; }
  static Real deficit(Real q, Real d) {
    return (std::exp(-2 * q) * std::expm1(std::min<Real>(q * d, 1e4L)) - std::expm1(-q * d)) / 2;
  }
};

/// Orthant integrals, as in the tables of google/neural-tangents. The deficit is a difference: only for d >= 1e-4.
struct Gelu {
  static constexpr const char* name = "gelu";
  static Real value(Real q, Real d) {
    const Real k = q * (1 - d), P = (1 + q) * (1 + q), square = (1 + q * d) * (1 + q * (2 - d)),
               root = std::sqrt(square);
    return ((k * k + q * q * square) / (P * root) + k * std::atan2(k, root)) / (2 * pi) + k / 4;
  }
  static Real derivative(Real q, Real d) {
    const Real k = q * (1 - d), P = (1 + q) * (1 + q), square = (1 + q * d) * (1 + q * (2 - d)),
               root = std::sqrt(square);
    return (1 / square + (1 - q * q) / P + 1) * k / (2 * pi * root) + Real(0.25) + std::atan2(k, root) / (2 * pi);
  }
  static Real deficit(Real q, Real d) { return value(q, 0) - value(q, d); }
};

}  // namespace exact
}  // namespace initlab
