#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "core/error.hpp"
#include "core/function_activation.hpp"
#include "theory/correlation_map.hpp"
#include "theory/edge_of_chaos.hpp"
#include "theory/length_map.hpp"
#include "unit/theory/activations.hpp"
#include "unit/theory/reference_fixed_points.hpp"

namespace initlab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

const ReferenceActivations& activations() {
  static const ReferenceActivations all;
  return all;
}

void expect_relative(double value, double reference, double tolerance) {
  if (!std::isnan(reference)) {
    EXPECT_LE(std::abs(value - reference), tolerance * std::abs(reference)) << value;
  }
}

TEST(FixedPoints, agree_with_an_independent_quadrature) {
  for (const ReferenceFixedPoint& reference : reference_fixed_points) {
    SCOPED_TRACE(testing::Message() << reference.activation << " " << reference.weight_variance);
    const Moments phi(activations()[reference.activation]);
    const LayerVariances variances = {reference.weight_variance, reference.bias_variance};
    const LengthFixedPoint length = length_fixed_point(phi, variances);
    EXPECT_EQ(length.fate, reference.q == 0.0 ? LengthFate::vanishes : LengthFate::converges);
    expect_relative(length.q, reference.q, 1e-8);
    expect_relative(length.chi_1, reference.chi_1, 1e-8);
    expect_relative(length.xi_q, reference.xi_q, 1e-6);
    expect_relative(length.slope, reference.slope, reference.q == 0.0 ? 2e-8 : 1e-8);  // there from a finite q
    EXPECT_TRUE(length.is_stable);
    const CorrelationFixedPoint correlation = correlation_fixed_point(phi, length.q, variances);
    if (!std::isnan(reference.c)) {
      EXPECT_NEAR(1.0 - correlation.one_minus_c, reference.c, 1e-8);
    }
    expect_relative(correlation.slope, reference.chi_c, 1e-8);
    expect_relative(correlation.xi_c, reference.xi_c, 1e-6);
  }
}

struct TanhPoint {
  double weight, bias, q, chi_1, c, xi_q, xi_c;
};

// Poole et al. 2016 (first three) and the slice of Schoenholz et al. 2017, to the digits tabulated. Next to the edge c*
// is that of 6000 steps of the correlation map on a product grid.
TEST(FixedPoints, of_tanh_are_those_of_the_papers) {
  constexpr double none = unknown;
  const TanhPoint points[] = {{1.69, 0.09, 0.60704679, 0.93980743, 1.0, 1.33767, 16.10817},
                              {6.25, 0.09, 4.07912388, 1.58522477, 0.12210375, 0.68834, 5.10892},
                              {16.0, 0.09, 12.60414950, 2.36726104, 0.02969592, 0.49029, 3.63935},
                              {1.0, 0.05, 0.19359252, 0.75903165, 1.0, none, 3.62698},
                              {1.5, 0.05, 0.41803720, 0.93863627, 1.0, none, 15.79099},
                              {1.7, 0.05, 0.53307563, 0.98674081, 1.0, none, 74.918},
                              {1.8, 0.05, 0.59413217, 1.00822314, 0.95041055, none, none},
                              {2.0, 0.05, 0.72176187, 1.04766600, 0.74408242, none, 25.2134},
                              {3.0, 0.05, 1.42800846, 1.20893442, 0.29931764, none, 9.05146},
                              {4.0, 0.05, 2.19549393, 1.34240241, 0.16506496, none, 6.98027}};
  const Moments phi(activations()["tanh"]);
  for (const TanhPoint& point : points) {
    SCOPED_TRACE(testing::Message() << point.weight << " " << point.bias);
    const LayerVariances variances = {point.weight, point.bias};
    const LengthFixedPoint length = length_fixed_point(phi, variances);
    EXPECT_NEAR(length.q, point.q, 6e-9);
    EXPECT_NEAR(length.chi_1, point.chi_1, 6e-9);
    const CorrelationFixedPoint correlation = correlation_fixed_point(phi, length.q, variances);
    EXPECT_NEAR(1.0 - correlation.one_minus_c, point.c, 6e-9);
    if (!std::isnan(point.xi_q)) {
      EXPECT_NEAR(length.xi_q, point.xi_q, 6e-6);
    }
    expect_relative(correlation.xi_c, point.xi_c, 5e-5);
  }
}

TEST(FixedPoints, are_where_the_iteration_ends) {
  for (const char* name : {"tanh", "gelu", "selu", "softsign", "sigmoid"}) {
    const Moments phi(activations()[name]);
    const LayerVariances variances = {1.3, 0.2};
    for (const double start : {0.0, 0.01, 5.0}) {
      double q = start;
      for (int layer = 0; layer < 400; ++layer) q = length_map(phi, q, variances);
      EXPECT_NEAR(length_fixed_point(phi, variances, start).q / q, 1.0, 1e-10) << name << " from " << start;
    }
  }
}

// Above its unstable fixed point GELU grows, below it falls to the stable one.
TEST(FixedPoints, depend_on_the_start_where_there_are_several) {
  const Moments phi(activations()["gelu"]);
  const LayerVariances variances = {3.0, 0.0};
  const LengthFixedPoint small = length_fixed_point(phi, variances, 0.01);
  EXPECT_EQ(small.fate, LengthFate::vanishes);
  EXPECT_EQ(small.q, 0.0);
  EXPECT_EQ(small.chi_1, 0.75);
  const LengthFixedPoint large = length_fixed_point(phi, variances, 10.0);
  EXPECT_EQ(large.fate, LengthFate::grows_without_bound);
  EXPECT_EQ(large.q, infinity);
}

TEST(FixedPoints, of_a_vanishing_signal_have_correlation_one) {
  const Moments phi(activations()["tanh"]);
  const LengthFixedPoint length = length_fixed_point(phi, {0.9, 0.0});
  EXPECT_EQ(length.fate, LengthFate::vanishes);
  EXPECT_NEAR(length.chi_1, 0.9, 1e-15);
  EXPECT_NEAR(length.xi_q, -1.0 / std::log(0.9), 1e-12);
  EXPECT_EQ(correlation_fixed_point(phi, 0.0, {0.9, 0.0}).one_minus_c, 0.0);
}

TEST(FixedPoints, of_relu_are_the_line_at_he_scale) {
  const Moments phi(activations()["relu"]);
  const LengthFixedPoint line = length_fixed_point(phi, {2.0, 0.0}, 3.7);
  EXPECT_EQ(line.fate, LengthFate::stays);
  EXPECT_EQ(line.q, 3.7);
  EXPECT_EQ(line.chi_1, 1.0);
  EXPECT_EQ(correlation_fixed_point(phi, 3.7, {2.0, 0.0}).xi_c, infinity);
  EXPECT_EQ(length_fixed_point(phi, {2.0, 0.1}).fate, LengthFate::grows_without_bound);
  EXPECT_EQ(length_fixed_point(phi, {2.0001, 0.0}).fate, LengthFate::grows_without_bound);
  EXPECT_EQ(length_fixed_point(phi, {1.9999, 0.0}).fate, LengthFate::vanishes);
  EXPECT_NEAR(length_fixed_point(phi, {1.0, 0.3}).q, 0.6, 1e-15);
}

// 1 - c* = (chi_1 - 1) / beta to first order next to the edge, beta = q E[phi''^2] sigma_w^2 / 2, for smooth phi.
TEST(FixedPoints, next_to_the_edge_have_a_correlation_next_to_one) {
  const Moments phi(activations()["tanh"]);
  const EdgePoint edge = edge_of_chaos(phi, 0.04).points.at(0);
  double before = 0.0;
  for (const double excess : {1e-4, 1e-6, 1e-8}) {
    const LayerVariances variances = {edge.sigma_w * edge.sigma_w * (1.0 + excess), 0.04};
    const double gap = correlation_fixed_point(phi, length_fixed_point(phi, variances).q, variances).one_minus_c;
    EXPECT_GT(gap, 0.0);
    if (before > 0.0) {
      EXPECT_NEAR(gap / before, 0.01, 1e-4);
    }
    before = gap;
  }
}

// Cho & Saul 2009, order 0: without a bias the angle of two inputs obeys 1 - cos theta' = theta / pi.
TEST(FixedPoints, of_a_jump_are_below_correlation_one_at_any_scale) {
  const FunctionActivation step("step", [](auto z) { return z > decltype(z)(0) ? decltype(z)(1) : decltype(z)(0); },
                                {0.0});
  const Moments phi(step);
  double gap = 0.5;
  for (int i = 0; i < 200; ++i) gap = std::acos(1.0 - gap) / std::numbers::pi;
  const double slope = 1.0 / (std::numbers::pi * std::sqrt(gap * (2.0 - gap)));
  for (const double weight : {0.01, 1.0, 100.0}) {
    const CorrelationFixedPoint point = correlation_fixed_point(phi, 0.5 * weight, {weight, 0.0});
    EXPECT_NEAR(point.one_minus_c, gap, 1e-11) << weight;
    EXPECT_NEAR(point.slope, slope, 1e-6) << weight;
  }
}

TEST(FixedPoints, reject_what_is_no_variance) {
  const Moments phi(activations()["tanh"]);
  EXPECT_THROW(length_fixed_point(phi, {-1.0, 0.0}), DomainError);
  EXPECT_THROW(length_fixed_point(phi, {1.0, infinity}), DomainError);
  EXPECT_THROW(length_fixed_point(phi, {1.0, 0.1}, -1.0), DomainError);
  EXPECT_THROW(edge_of_chaos(phi, -0.1), DomainError);
}

TEST(EdgeOfChaos, agrees_with_an_independent_quadrature) {
  for (const ReferenceEdgePoint& reference : reference_edge_points) {
    SCOPED_TRACE(testing::Message() << reference.activation << " " << reference.bias_variance);
    const EdgeOfChaos edge = edge_of_chaos(Moments(activations()[reference.activation]), reference.bias_variance);
    EXPECT_EQ(edge.kind, EdgeKind::points);
    ASSERT_EQ(edge.points.size(), 1u);
    expect_relative(edge.points[0].q, reference.q, 1e-8);
    expect_relative(edge.points[0].sigma_w, reference.sigma_w, 1e-8);
    expect_relative(edge.points[0].slope, reference.slope, 1e-8);
    EXPECT_EQ(edge.points[0].is_stable, reference.slope < 1.0);
  }
}

struct EdgeRow {
  const char* activation;
  double sigma_w[7];
  double q[6];  // for the biases that are not zero
};

TEST(EdgeOfChaos, has_the_tabulated_points) {
  constexpr double sigma_b[] = {0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0};
  const EdgeRow rows[] = {{"tanh",
                           {1, 1.12254, 1.19340, 1.30415, 1.39558, 1.54967, 1.85559},
                           {.15369, .27330, .51208, .76347, 1.31794, 3.03640}},
                          {"erf",
                           {.88623, .99369, 1.05559, 1.15280, 1.23367, 1.37133, 1.64875},
                           {.14515, .25321, .46576, .68877, 1.18327, 2.74489}},
                          {"hard_tanh",
                           {1, 1.00885, 1.02570, 1.06861, 1.11614, 1.21315, 1.43969},
                           {.17705, .25915, .42329, .60157, 1.01338, 2.38781}},
                          {"silu",
                           {2, 1.90501, 1.82005, 1.67953, 1.57562, 1.45695, 1.40251},
                           {.11363, .25971, .68945, 1.39959, 4.42808, 39.39}},
                          {"gelu",
                           {2, 1.85190, 1.72708, 1.54701, 1.45047, 1.39987, 1.40594},
                           {.07517, .18348, .57564, 1.42487, 6.43410, 82.31}},
                          {"elu",
                           {1, 1.13187, 1.17615, 1.22925, 1.26311, 1.30611, 1.35798},
                           {.18917, .43783, 1.10693, 2.03454, 4.88663, 21.78}},
                          {"selu",
                           {.69049, .82201, .87191, .93748, .98369, 1.04964, 1.14792},
                           {.14065, .30894, .71705, 1.22197, 2.55551, 8.39909}},
                          {"mish",
                           {1.66667, 1.59717, 1.54097, 1.46344, 1.42111, 1.39343, 1.40078},
                           {.11086, .26316, .74555, 1.58776, 5.31483, 50.68}},
                          {"softsign",
                           {1, 1.36105, 1.51287, 1.72963, 1.89749, 2.16623, 2.66742},
                           {.06863, .15396, .35833, .59964, 1.17693, 3.09832}},
                          {"sin",
                           {1, 1.09282, 1.14227, 1.21233, 1.26266, 1.33033, 1.40042},
                           {.19675, .31477, .50975, .68432, 1.01977, 1.96118}}};
  for (const EdgeRow& row : rows) {
    const Moments phi(activations()[row.activation]);
    for (int i = 0; i < 7; ++i) {
      SCOPED_TRACE(testing::Message() << row.activation << " sigma_b = " << sigma_b[i]);
      const EdgeOfChaos edge = edge_of_chaos(phi, sigma_b[i] * sigma_b[i]);
      ASSERT_FALSE(edge.points.empty());
      EXPECT_NEAR(edge.points[0].sigma_w, row.sigma_w[i], 1e-5);
      if (i == 0) {
        EXPECT_EQ(edge.points[0].q, 0.0);
      } else {
        EXPECT_NEAR(edge.points[0].q, row.q[i - 1], row.q[i - 1] > 20.0 ? 0.006 : 1.1e-5);
      }
    }
  }
}

TEST(EdgeOfChaos, is_a_line_for_relu_without_bias_and_nowhere_with_it) {
  const Moments relu(activations()["relu"]);
  const EdgeOfChaos line = edge_of_chaos(relu, 0.0);
  EXPECT_EQ(line.kind, EdgeKind::every_length);
  EXPECT_NEAR(line.points.at(0).sigma_w, std::sqrt(2.0), 1e-15);
  EXPECT_TRUE(edge_of_chaos(relu, 0.01).points.empty());
  const EdgeOfChaos leaky = edge_of_chaos(Moments(activations()["leaky_relu_0.2"]), 0.0);
  EXPECT_NEAR(leaky.points.at(0).sigma_w, std::sqrt(2.0 / 1.04), 1e-15);
}

TEST(EdgeOfChaos, does_not_exist_for_softplus) {
  const Moments phi(activations()["softplus"]);
  for (const double sigma_b : {0.0, 0.3, 1.0}) EXPECT_TRUE(edge_of_chaos(phi, sigma_b * sigma_b).points.empty());
}

TEST(EdgeOfChaos, of_sigmoid_is_a_point_far_out_where_the_mean_dominates) {
  const Moments phi(activations()["sigmoid"]);
  const EdgeOfChaos edge = edge_of_chaos(phi, 0.04);
  ASSERT_EQ(edge.points.size(), 1u);
  EXPECT_NEAR(edge.points[0].q, 46.0, 1.0);
  EXPECT_NEAR(edge.points[0].sigma_w, 10.15, 0.05);
}

TEST(EdgeOfChaos, has_no_point_at_zero_where_the_slope_is_infinite) {
  const FunctionActivation root("root",
                                [](auto z) {
                                  using T = decltype(z);
                                  return z > T(0) ? z * math::exp(T(-0.1) * math::log(z)) : T(0);  // z^0.9
                                },
                                {0.0});
  const Moments phi(root);
  for (const EdgePoint& point : edge_of_chaos(phi, 0.0).points) EXPECT_GT(point.sigma_w, 0.1) << "q " << point.q;
}

// Where phi'' is nothing but bends at zeros of phi, V' = D: the slope is 1 on the edge, and its rounding decides
// nothing.
TEST(EdgeOfChaos, of_soft_shrinkage_is_marginal) {
  const FunctionActivation shrink("softshrink",
                                  [](auto z) {
                                    using T = decltype(z);
                                    return z > T(0.5) ? z - T(0.5) : z < T(-0.5) ? z + T(0.5) : T(0);
                                  },
                                  {-0.5, 0.5});
  for (const double bias_variance : {0.01, 0.04, 0.09, 0.25, 1.0}) {
    const EdgeOfChaos edge = edge_of_chaos(Moments(shrink), bias_variance);
    ASSERT_EQ(edge.points.size(), 1u) << bias_variance;
    EXPECT_NEAR(edge.points[0].slope, 1.0, 1e-10);
    EXPECT_FALSE(edge.points[0].is_stable);
  }
}

TEST(EdgeOfChaos, is_where_chi_1_of_the_fixed_point_is_one) {
  for (const char* name : {"tanh", "selu", "softsign"}) {
    const Moments phi(activations()[name]);
    const EdgePoint edge = edge_of_chaos(phi, 0.01).points.at(0);
    const LengthFixedPoint fixed = length_fixed_point(phi, {edge.sigma_w * edge.sigma_w, 0.01});
    EXPECT_NEAR(fixed.q, edge.q, 1e-11) << name;
    EXPECT_NEAR(fixed.chi_1, 1.0, 1e-11) << name;
  }
}

}  // namespace
}  // namespace initlab
