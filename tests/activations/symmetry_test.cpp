// Facts that relate an activation to itself or to another one.
#include <gtest/gtest.h>

#include <cmath>

#include "activations/shipped.hpp"

namespace initlab::test {
namespace {

std::vector<double> grid() {
  std::vector<double> z;
  for (int i = -800; i <= 800; ++i) z.push_back(0.0171 * i);
  return z;
}

std::vector<double> negated(std::vector<double> z) {
  for (double& x : z) x = -x;
  return z;
}

TEST(OddActivations, are_odd_in_every_bit_and_their_derivatives_even) {
  const std::vector<double> z = grid();
  for (const char* id : {"erf", "sin", "softsign", "hard_tanh", "arctan", "tanh_shrink", "softshrink"}) {
    SCOPED_TRACE(id);
    const auto phi = shipped(id);
    EXPECT_EQ(values_of(*phi, negated(z)), negated(values_of(*phi, z)));
    EXPECT_EQ(derivatives_of(*phi, negated(z)), derivatives_of(*phi, z));
  }
}

TEST(EvenActivations, are_even_in_every_bit_and_their_derivatives_odd) {
  const std::vector<double> z = grid();
  for (const char* id : {"abs", "square", "gaussian", "cos"}) {
    SCOPED_TRACE(id);
    const auto phi = shipped(id);
    EXPECT_EQ(values_of(*phi, negated(z)), values_of(*phi, z));
    EXPECT_EQ(derivatives_of(*phi, negated(z)), negated(derivatives_of(*phi, z)));
  }
}

// z g(z) with g(z) + g(-z) = 1, and softplus and squareplus, whose derivatives are such a g.
TEST(GatedActivations, have_the_identity_as_their_odd_part_twice) {
  const std::vector<double> z = grid();
  for (const char* id : {"gelu", "silu", "softplus", "swish", "hard_swish", "squareplus"}) {
    SCOPED_TRACE(id);
    const auto phi = shipped(id);
    const auto right = values_of(*phi, z), left = values_of(*phi, negated(z));
    for (std::size_t i = 0; i < z.size(); ++i) EXPECT_NEAR(right[i] - left[i], z[i], 1e-14) << z[i];
  }
}

TEST(Sigmoid, and_its_mirror_image_make_one) {
  const std::vector<double> z = grid();
  const auto phi = shipped("sigmoid");
  const auto right = values_of(*phi, z), left = values_of(*phi, negated(z));
  for (std::size_t i = 0; i < z.size(); ++i) EXPECT_NEAR(right[i] + left[i], 1.0, 1e-15) << z[i];
}

TEST(Softplus, has_the_sigmoid_as_its_derivative) {
  const std::vector<double> z = grid();
  EXPECT_EQ(derivatives_of(*shipped("softplus"), z), values_of(*shipped("sigmoid"), z));
}

void expect_same(const Activation& a, const Activation& b) {
  const std::vector<double> z = grid();
  EXPECT_EQ(values_of(a, z), values_of(b, z)) << a.name();
  EXPECT_EQ(derivatives_of(a, z), derivatives_of(b, z)) << a.name();
}

TEST(Relu, is_the_limit_of_several_families) {
  const auto relu = shipped("relu");
  expect_same(*shipped("leaky_relu", {{{"slope", 0.0}}}), *relu);
  expect_same(*shipped("alpha_relu", {{{"alpha", 1.0}}}), *relu);
  expect_same(*shipped("elu", {{{"alpha", 0.0}}}), *relu);
}

TEST(Sharpness, scales_softplus_and_silu) {  // phi_beta(z) = phi_1(beta z) / beta
  const std::vector<double> z = grid();
  std::vector<double> fourfold = z;
  for (double& x : fourfold) x *= 4.0;
  for (const char* id : {"softplus", "silu"}) {
    std::vector<double> scaled = values_of(*shipped(id), fourfold);
    for (double& x : scaled) x /= 4.0;
    EXPECT_EQ(values_of(*shipped(id, {{{"beta", 4.0}}}), z), scaled) << id;
  }
}

}  // namespace
}  // namespace initlab::test
