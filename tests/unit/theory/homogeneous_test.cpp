#include "theory/homogeneous.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/function_activation.hpp"
#include "theory/kernel.hpp"
#include "unit/theory/activations.hpp"

namespace initlab {
namespace {

const ReferenceActivations& activations() {
  static const ReferenceActivations all;
  return all;
}

template <class T>
T two_slopes(T x) {
  return x > T(0) ? T(1.5) * x : T(-0.3) * x;
}

TEST(Homogeneous, are_exactly_the_activations_of_two_slopes) {
  const auto relu = positively_homogeneous_slopes(activations()["relu"]);
  ASSERT_TRUE(relu);
  EXPECT_EQ(relu->right, 1.0);
  EXPECT_EQ(relu->left, 0.0);
  EXPECT_EQ(positively_homogeneous_slopes(activations()["leaky_relu_0.2"])->left, 0.2);
  EXPECT_EQ(positively_homogeneous_slopes(activations()["identity"])->left, 1.0);
  for (const char* name : {"tanh", "erf", "sin", "elu", "selu", "gelu", "silu", "softplus", "hard_tanh", "softsign"})
    EXPECT_FALSE(positively_homogeneous_slopes(activations()[name])) << name;
}

TEST(Homogeneous, is_not_a_relu_with_a_ceiling_or_an_offset) {
  const FunctionActivation offset("offset", [](auto x) { return x + decltype(x)(1e-9); });
  EXPECT_FALSE(positively_homogeneous_slopes(offset));
  const FunctionActivation ceiling("relu6", [](auto x) { return x > decltype(x)(6) ? decltype(x)(6) : x; }, {6.0});
  EXPECT_FALSE(positively_homogeneous_slopes(ceiling));
}

TEST(Homogeneous, kernels_are_those_by_quadrature) {
  const FunctionActivation phi("two slopes", [](auto x) { return two_slopes(x); }, {0.0});
  const Moments exact(phi);
  const Moments quadrature(phi, MomentMethod::quadrature_only);
  ASSERT_TRUE(exact.slopes());
  const double q = 2.5;
  EXPECT_NEAR(exact.mean(q), quadrature.mean(q), 1e-13);
  EXPECT_NEAR(exact.second_moment(q), quadrature.second_moment(q), 1e-13);
  EXPECT_NEAR(exact.derivative_second_moment(q), quadrature.derivative_second_moment(q), 1e-13);
  Kernel closed_form(exact, q);
  Kernel integrated(quadrature, q, KernelMethod::quadrature_only);
  for (const double gap : {1e-20, 1e-6, 0.01, 0.24, 0.25, 1.0, 1.5, 1.99, 2.0}) {
    EXPECT_NEAR(closed_form.value(gap), integrated.value(gap), 1e-12) << gap;
    EXPECT_NEAR(closed_form.derivative(gap), integrated.derivative(gap), 1e-12) << gap;
    EXPECT_NEAR(closed_form.deficit(gap) / integrated.deficit(gap), 1.0, 1e-12) << gap;
  }
}

}  // namespace
}  // namespace initlab
