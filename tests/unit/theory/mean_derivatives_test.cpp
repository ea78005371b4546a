#include "theory/mean_derivatives.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "unit/theory/activations.hpp"

namespace initlab {
namespace {

const ReferenceActivations& activations() {
  static const ReferenceActivations all;
  return all;
}

// Central differences of step 1e-3 q leave relative errors of 1e-6 of the derivatives after next.
TEST(MeanDerivatives, are_the_differences_of_the_mean) {
  for (const char* name : {"gelu", "softplus", "relu", "elu"}) {
    const Moments phi(activations()[name]);
    for (const double q : {0.1, 1.0, 8.0}) {
      const double step = 1e-3 * q;
      const double below = phi.mean(q - step), here = phi.mean(q), above = phi.mean(q + step);
      EXPECT_NEAR(mean_slope(phi, q), (above - below) / (2 * step), 1e-6) << name << " " << q;
      const double curvature = (above - 2 * here + below) / (step * step);
      EXPECT_NEAR(mean_curvature(phi, q) / curvature, 1.0, 1e-4) << name << " " << q;
    }
  }
}

TEST(MeanDerivatives, of_an_odd_function_are_zero) {
  const Moments phi(activations()["tanh"]);
  EXPECT_EQ(mean_slope(phi, 2.0), 0.0);
  EXPECT_EQ(mean_curvature(phi, 2.0), 0.0);
}

}  // namespace
}  // namespace initlab
