#include "theory/power_law.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "core/function_activation.hpp"
#include "theory/correlation_map.hpp"
#include "theory/kernel.hpp"
#include "theory/phase_diagram.hpp"
#include "unit/theory/activations.hpp"

namespace initlab {
namespace {

const ReferenceActivations& activations() {
  static const ReferenceActivations all;
  return all;
}

// right x^e above zero, -left |x|^e below
auto power(double exponent, double right, double left) {
  return FunctionActivation("power",
                            [=](auto x) {
                              using T = decltype(x);
                              const T size = x > T(0) ? x : -x;
                              const T value = x == T(0) ? T(0) : math::exp(T(exponent) * math::log(size));
                              return x > T(0) ? T(right) * value : T(-left) * value;
                            },
                            {0.0});
}

TEST(PowerLaw, is_found_with_its_exponent_and_both_factors) {
  for (const double exponent : {0.3, 0.5, 0.9, 2.0, 2.5}) {
    const auto phi = power(exponent, 1.5, -0.25);
    const auto found = power_law(phi);
    ASSERT_TRUE(found) << exponent;
    EXPECT_NEAR(found->exponent, exponent, 1e-14);
    EXPECT_NEAR(found->right, 1.5, 1e-14);
    EXPECT_NEAR(found->left, -0.25, 1e-14);
  }
}

TEST(PowerLaw, is_no_line_and_nothing_with_a_scale) {
  for (const char* name : {"relu", "leaky_relu_0.2", "identity", "tanh", "elu", "gelu", "softsign", "hard_tanh", "sin"})
    EXPECT_FALSE(power_law(activations()[name])) << name;
  const FunctionActivation offset(
      "offset", [](auto x) { return x > decltype(x)(0) ? x * x + decltype(x)(1e-6) * x : decltype(x)(0); }, {0.0});
  EXPECT_FALSE(power_law(offset));
  EXPECT_FALSE(power_law(power(3.5, 1.0, 0.0)));
}

// Both factors, so that every part of the formulas is used; the exponent one that leaves quadrature its twelve digits.
TEST(PowerLaw, kernels_are_those_by_quadrature) {
  const auto phi = power(2.0, 1.5, 0.4);
  const Moments closed(phi);
  const Moments integrated(phi, MomentMethod::quadrature_only);
  ASSERT_TRUE(closed.power_law());
  const double q = 1.7;
  EXPECT_NEAR(closed.mean(q) / integrated.mean(q), 1.0, 1e-12);
  EXPECT_NEAR(closed.second_moment(q) / integrated.second_moment(q), 1.0, 1e-12);
  EXPECT_NEAR(closed.derivative_second_moment(q) / integrated.derivative_second_moment(q), 1.0, 1e-12);
  Kernel fast(closed, q);
  Kernel slow(integrated, q, KernelMethod::quadrature_only);
  for (const double gap : {1e-6, 0.1, 1.0, 1.6, 2.0}) {
    SCOPED_TRACE(testing::Message() << "1 - c = " << gap);
    EXPECT_NEAR(fast.value(gap), slow.value(gap), 1e-11 * closed.second_moment(q));
    EXPECT_NEAR(fast.derivative(gap), slow.derivative(gap), 1e-11 * closed.derivative_second_moment(q));
    EXPECT_NEAR(fast.deficit(gap) / slow.deficit(gap), 1.0, 1e-10);
  }
  for (const double gap : {0.0, 0.3, 1.8})
    EXPECT_NEAR(
        unequal_half_square_distance(closed, 0.5, 2.0, gap) / unequal_half_square_distance(integrated, 0.5, 2.0, gap),
        1.0, 1e-10)
        << gap;
}

// Price 1958: d(V - K)/dd = q K', by a centred difference.
TEST(PowerLaw, deficit_has_the_slope_of_the_derivative_kernel) {
  for (const double exponent : {0.3, 0.5, 0.51, 0.8}) {
    const PowerLaw phi = {exponent, 1.0, 0.3};
    for (const double gap : {1e-12, 1e-4, 0.2, 1.3}) {
      const double h = 1e-4;
      const double slope =
          (power_law_kernel_deficit(phi, 2.0, gap * (1.0 + h)) - power_law_kernel_deficit(phi, 2.0, gap * (1.0 - h))) /
          (2.0 * h * gap);
      EXPECT_NEAR(slope / (2.0 * power_law_derivative_kernel(phi, 2.0, gap)), 1.0, 1e-7) << exponent << " " << gap;
    }
  }
}

// Of x^e above zero only, V - K ~ d^(e + 1/2) where D is infinite, and D d where not.
TEST(PowerLaw, deficit_falls_with_the_right_power) {
  const auto growth = [](double exponent) {
    const PowerLaw phi = {exponent, 1.0, 0.0};
    return std::log10(power_law_kernel_deficit(phi, 1.0, 1e-39) / power_law_kernel_deficit(phi, 1.0, 1e-40));
  };
  EXPECT_NEAR(growth(0.3), 0.8, 1e-6);
  EXPECT_NEAR(growth(0.9), 1.0, 1e-6);
  // Between them, the terms of order d and d log d: V e^2 (d/2) (1 + 4 log 2 - log(d/2)), V = 1 / sqrt(2 pi).
  const double d = 1e-40;
  const double expected =
      0.25 / std::sqrt(2.0 * std::numbers::pi) * 0.5 * d * (1.0 + 4.0 * std::numbers::ln2 - std::log(0.5 * d));
  EXPECT_NEAR(power_law_kernel_deficit({0.5, 1.0, 0.0}, 1.0, d) / expected, 1.0, 1e-13);
}

TEST(PowerLaw, of_infinite_slope_has_an_infinite_chi_1) {
  const auto phi = power(0.4, 1.0, 0.0);
  const Moments moments(phi);
  EXPECT_EQ(moments.derivative_second_moment(1.0), std::numeric_limits<double>::infinity());
  EXPECT_EQ(Kernel(moments, 1.0).derivative(0.0), std::numeric_limits<double>::infinity());
  // Close inputs part whatever sigma_w is, and c* is where they stop.
  const PhasePoint point = phase_point(moments, 0.5, 0.3);
  EXPECT_EQ(phase_of(point), Phase::chaotic);
  EXPECT_GT(point.one_minus_c, 0.0);
  EXPECT_GT(point.xi_c, 0.0);
  EXPECT_TRUE(std::isfinite(point.xi_c));
}

TEST(PowerLaw, phase_point_is_a_fixed_point_of_the_correlation) {
  const auto phi = power(0.6, 1.0, 0.0);
  const Moments moments(phi);
  const PhasePoint point = phase_point(moments, 2.0, 0.5);
  ASSERT_GT(point.chi_1, 1.0);
  Kernel kernel(moments, point.q);
  EXPECT_NEAR(4.0 * kernel.deficit(point.one_minus_c) / point.q, point.one_minus_c, 1e-12);
  EXPECT_NEAR(std::exp(-1.0 / point.xi_c), 4.0 * kernel.derivative(point.one_minus_c), 1e-12);
}

// V - K = d (D - s d^b), b = exponent - 1/2 = 0.01: c* is closer to 1 than 1e-28 where chi_1 is 1.2, and than any
// double where it is 1.0005.
TEST(PowerLaw, phase_point_close_to_the_edge_has_a_positive_depth_scale) {
  const auto phi = power(0.51, 1.0, 0.0);
  const Moments moments(phi);
  const double q = 1.0;
  const double slope = moments.derivative_second_moment(q);
  const CorrelationFixedPoint near = correlation_fixed_point(moments, q, {.weight = 1.2 / slope, .bias = 0.1});
  EXPECT_GT(near.one_minus_c, 0.0);
  EXPECT_LT(near.one_minus_c, 1e-28);
  Kernel kernel(moments, q);
  EXPECT_NEAR(1.2 / slope * kernel.deficit(near.one_minus_c) / (q * near.one_minus_c), 1.0, 1e-12);
  EXPECT_NEAR(near.slope, 1.0 - 0.01 * 0.2, 1e-10);
  const CorrelationFixedPoint nearer = correlation_fixed_point(moments, q, {.weight = 1.0005 / slope, .bias = 0.1});
  EXPECT_EQ(nearer.one_minus_c, 0.0);
  EXPECT_NEAR(nearer.xi_c, 1.0 / (0.01 * 0.0005), 1.0);
}

}  // namespace
}  // namespace initlab
