#include "theory/length_derivatives.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "unit/theory/activations.hpp"

namespace initlab {
namespace {

constexpr double pi = std::numbers::pi;
const double lengths[] = {1e-3, 0.1, 1.0, 7.0, 100.0};

const ReferenceActivations& activations() {
  static const ReferenceActivations all;
  return all;
}

// V = (1 - exp(-2q)) / 2, sin^4 = (3 - 4 cos 2x + cos 4x) / 8
TEST(LengthDerivatives, of_sin_are_those_of_the_closed_form) {
  const Moments phi(activations()["sin"]);
  for (const double q : lengths) {
    EXPECT_NEAR(second_moment_slope(phi, q), std::exp(-2.0 * q), 1e-12) << q;
    EXPECT_NEAR(second_moment_curvature(phi, q), -2.0 * std::exp(-2.0 * q), 1e-11) << q;
    const double fourth = (3.0 - 4.0 * std::exp(-2.0 * q) + std::exp(-8.0 * q)) / 8.0;
    EXPECT_NEAR(fourth_moment(phi, q), fourth, 1e-15 + 1e-12 * fourth) << q;
  }
}

// V = (2/pi) asin(2q / (1 + 2q))
TEST(LengthDerivatives, of_erf_are_those_of_the_arcsine) {
  const Moments phi(activations()["erf"]);
  for (const double q : lengths) {
    const double slope = 4.0 / pi / ((1.0 + 2.0 * q) * std::sqrt(1.0 + 4.0 * q));
    EXPECT_NEAR(second_moment_slope(phi, q) / slope, 1.0, 1e-11) << q;
    const double curvature = -slope * (2.0 / (1.0 + 2.0 * q) + 2.0 / (1.0 + 4.0 * q));
    EXPECT_NEAR(second_moment_curvature(phi, q) / curvature, 1.0, 1e-9) << q;
  }
}

// Two kinks: with b = erf(1/sqrt(2q)) and the density at 1, V = q b + 1 - b - 2 sqrt(q) density.
TEST(LengthDerivatives, of_hard_tanh_know_its_kinks) {
  const Moments phi(activations()["hard_tanh"]);
  for (const double q : {0.2, 1.0, 7.0}) {
    // V' = P(|x| < 1) - density(1/sqrt(q)) 2/sqrt(q), from V'' of the square: 2 inside, and -2 at each kink
    const double density = std::exp(-0.5 / q) / std::sqrt(2.0 * pi);
    const double slope = std::erf(std::sqrt(0.5 / q)) - 2.0 * density / std::sqrt(q);
    EXPECT_NEAR(second_moment_slope(phi, q), slope, 1e-12) << q;
    // d/dq of both terms: -density q^(-3/2) - density q^(-5/2) + density q^(-3/2)
    EXPECT_NEAR(second_moment_curvature(phi, q), -density * std::pow(q, -2.5), 1e-11) << q;
  }
}

TEST(LengthDerivatives, of_relu_are_constant) {
  const Moments exact(activations()["relu"]);
  const Moments quadrature(activations()["relu"], MomentMethod::quadrature_only);
  for (const double q : lengths) {
    EXPECT_EQ(second_moment_slope(exact, q), 0.5);
    EXPECT_EQ(second_moment_curvature(exact, q), 0.0);
    EXPECT_NEAR(fourth_moment(exact, q), 1.5 * q * q, 1e-14 * q * q);
    EXPECT_NEAR(second_moment_slope(quadrature, q), 0.5, 1e-12);
    EXPECT_NEAR(second_moment_curvature(quadrature, q), 0.0, 1e-12 / q);
    EXPECT_NEAR(fourth_moment(quadrature, q), 1.5 * q * q, 1e-11 * q * q);
  }
}

// For an activation with phi(0) != 0: central differences of V.
TEST(LengthDerivatives, of_softplus_are_differences_of_its_second_moment) {
  const Moments phi(activations()["softplus"]);
  for (const double q : {0.1, 1.0, 7.0}) {
    const double h = 1e-3 * q;
    const double above = phi.second_moment(q + h);
    const double below = phi.second_moment(q - h);
    EXPECT_NEAR(second_moment_slope(phi, q), (above - below) / (2.0 * h), 1e-6);
    EXPECT_NEAR(second_moment_curvature(phi, q), (above + below - 2.0 * phi.second_moment(q)) / (h * h), 1e-6);
  }
}

TEST(LengthDerivatives, at_zero_are_limits_or_refused) {
  const Moments sigmoid(activations()["sigmoid"]);
  EXPECT_NEAR(second_moment_slope(sigmoid, 0.0), 1.0 / 16.0, 1e-9);  // phi'^2 + phi phi''
  EXPECT_EQ(fourth_moment(sigmoid, 0.0), 1.0 / 16.0);
  EXPECT_THROW(second_moment_curvature(sigmoid, 0.0), DomainError);
}

}  // namespace
}  // namespace initlab
