#include "theory/phase_diagram.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <initlab/math.hpp>
#include <limits>
#include <string>

#include "core/error.hpp"
#include "core/function_activation.hpp"
#include "theory/edge_of_chaos.hpp"
#include "unit/theory/activations.hpp"

namespace initlab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

const ReferenceActivations& activations() {
  static const ReferenceActivations all;
  return all;
}

// Poole et al. 2016, figure 1; the numbers of an independent quadrature.
TEST(PhasePoint, of_tanh_is_that_of_the_paper) {
  const Moments phi(activations()["tanh"]);
  const PhasePoint ordered = phase_point(phi, 1.3, 0.3);
  EXPECT_NEAR(ordered.q, 0.60704679, 6e-9);
  EXPECT_NEAR(ordered.chi_1, 0.93980743, 6e-9);
  EXPECT_EQ(ordered.one_minus_c, 0.0);
  EXPECT_NEAR(ordered.xi_q, 1.33767, 6e-6);
  EXPECT_NEAR(ordered.xi_c, 16.10817, 6e-6);
  EXPECT_EQ(phase_of(ordered), Phase::ordered);

  const PhasePoint chaotic = phase_point(phi, 4.0, 0.3);
  EXPECT_NEAR(chaotic.q, 12.60414950, 6e-9);
  EXPECT_NEAR(1.0 - chaotic.one_minus_c, 0.02969592, 6e-9);
  EXPECT_NEAR(chaotic.xi_c, 3.63935, 6e-6);
  EXPECT_EQ(phase_of(chaotic), Phase::chaotic);
}

TEST(PhasePoint, on_the_edge_is_neither_ordered_nor_chaotic) {
  const Moments phi(activations()["tanh"]);
  const double sigma_w = edge_of_chaos(phi, 0.04).points.at(0).sigma_w;
  EXPECT_EQ(phase_of(phase_point(phi, sigma_w, 0.2)), Phase::edge);
  EXPECT_EQ(phase_of(phase_point(phi, sigma_w * (1.0 - 1e-6), 0.2)), Phase::ordered);
  EXPECT_EQ(phase_of(phase_point(phi, sigma_w * (1.0 + 1e-6), 0.2)), Phase::chaotic);
}

TEST(PhasePoint, of_a_signal_that_vanishes_has_length_zero) {
  const PhasePoint point = phase_point(Moments(activations()["tanh"]), 0.9, 0.0);
  EXPECT_EQ(point.fate, LengthFate::vanishes);
  EXPECT_EQ(point.q, 0.0);
  EXPECT_EQ(point.one_minus_c, 0.0);
  EXPECT_NEAR(point.xi_c, -1.0 / std::log(0.81), 1e-12);
  EXPECT_EQ(phase_of(point), Phase::ordered);
}

TEST(PhasePoint, of_a_signal_that_grows_without_bound_has_no_correlation) {
  const PhasePoint point = phase_point(Moments(activations()["relu"]), 1.5, 0.1);
  EXPECT_EQ(point.fate, LengthFate::grows_without_bound);
  EXPECT_EQ(point.q, infinity);
  EXPECT_NEAR(point.chi_1, 1.125, 1e-15);
  EXPECT_TRUE(std::isnan(point.one_minus_c));
  EXPECT_TRUE(std::isnan(point.xi_c));
  EXPECT_EQ(phase_of(point), Phase::unbounded);
}

TEST(PhasePoint, of_relu_at_he_scale_keeps_every_length) {
  const PhasePoint point = phase_point(Moments(activations()["relu"]), std::sqrt(2.0), 0.0);
  EXPECT_EQ(point.fate, LengthFate::stays);
  EXPECT_EQ(point.xi_c, infinity);
  EXPECT_EQ(phase_of(point), Phase::edge);
}

// Expectations of one input look as far as 12 standard deviations of length 1, those of two inputs farther.
TEST(PhasePoint, keeps_its_length_where_the_correlation_cannot_be_computed) {
  const auto fails_far_out = [](auto x) {
    using T = decltype(x);
    if (x > T(12.01) || x < T(-12.01)) throw PluginError("too far out");
    return math::tanh(x) + (x > T(0) ? T(1e-3) : T(-1e-3));
  };
  const FunctionActivation phi("tanh_with_a_step", fails_far_out, {0.0});
  const PhasePoint point = phase_point(Moments(phi, MomentMethod::quadrature_only), std::sqrt(2.0), std::sqrt(0.05));
  EXPECT_NEAR(point.q, 0.7218, 0.005);
  EXPECT_NEAR(point.chi_1, 1.0477, 0.005);
  EXPECT_TRUE(std::isnan(point.one_minus_c));
  EXPECT_TRUE(std::isnan(point.xi_c));
  EXPECT_EQ(point.trouble, "too far out");
}

TEST(PhaseRow, holds_the_points_in_the_order_asked_for) {
  const Moments phi(activations()["tanh"]);
  const std::vector<double> sigma_w = {2.5, 0.7, 1.3};
  const std::vector<PhasePoint> row = phase_row(phi, sigma_w, 0.3);
  ASSERT_EQ(row.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(row[i].sigma_w, sigma_w[i]);
    EXPECT_EQ(row[i].sigma_b, 0.3);
    EXPECT_EQ(row[i].xi_c, phase_point(phi, sigma_w[i], 0.3).xi_c);
  }
}

}  // namespace
}  // namespace initlab
