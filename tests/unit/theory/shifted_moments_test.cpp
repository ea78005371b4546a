#include "theory/shifted_moments.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"
#include "unit/theory/activations.hpp"
#include "unit/theory/naive_expectation.hpp"

namespace initlab {
namespace {

const ReferenceActivations& activations() {
  static const ReferenceActivations all;
  return all;
}

double square(double x) { return x * x; }

TEST(ShiftedMoments, of_tanh_agree_with_a_naive_integral) {
  const Moments phi(activations()["tanh"]);
  for (const double mean : {-2.0, 0.3, 5.0})
    for (const double variance : {0.01, 1.0, 20.0}) {
      const auto x = [&](double z) { return mean + std::sqrt(variance) * z; };
      const double V = naive_expectation([&](double z) { return square(std::tanh(x(z))); });
      const double D = naive_expectation([&](double z) { return square(1.0 - square(std::tanh(x(z)))); });
      EXPECT_NEAR(second_moment(phi, {mean, variance}), V, 1e-11) << mean << " " << variance;
      EXPECT_NEAR(derivative_second_moment(phi, {mean, variance}), D, 1e-11) << mean << " " << variance;
    }
}

TEST(ShiftedMoments, have_closed_forms_that_agree_with_quadrature) {
  for (const char* name : {"relu", "leaky_relu_0.2", "identity"}) {
    const Moments closed(activations()[name]);
    const Moments by_quadrature(activations()[name], MomentMethod::quadrature_only);
    for (const double mean : {-3.0, -0.2, 0.0, 1.5})
      for (const double variance : {1e-4, 1.0, 9.0}) {
        const ShiftedGaussian x{mean, variance};
        const double V = second_moment(by_quadrature, x), D = derivative_second_moment(by_quadrature, x);
        EXPECT_NEAR(second_moment(closed, x), V, 1e-12 * (mean * mean + variance)) << name << " " << mean;
        EXPECT_NEAR(derivative_second_moment(closed, x), D, 1e-12) << name << " " << mean;
      }
  }
}

TEST(ShiftedMoments, of_mean_zero_are_those_of_the_length) {
  for (const char* name : {"gelu", "relu", "hard_tanh"}) {
    const Moments phi(activations()[name]);
    EXPECT_NEAR(second_moment(phi, {0.0, 1.7}) / phi.second_moment(1.7), 1.0, 1e-11) << name;
    EXPECT_NEAR(derivative_second_moment(phi, {0.0, 1.7}) / phi.derivative_second_moment(1.7), 1.0, 1e-11) << name;
  }
}

TEST(ShiftedMoments, of_a_known_number_are_what_phi_says_there) {
  const Moments tanh(activations()["tanh"]), relu(activations()["relu"]);
  EXPECT_EQ(second_moment(tanh, {0.5, 0.0}), square(std::tanh(0.5)));
  EXPECT_EQ(second_moment(relu, {-3.0, 0.0}), 0.0);
  EXPECT_EQ(derivative_second_moment(relu, {3.0, 0.0}), 1.0);
  EXPECT_EQ(derivative_second_moment(relu, {0.0, 0.0}), 0.0);  // as a network has it, not the mean of both sides
}

TEST(ShiftedMoments, reject_what_is_no_law) {
  const Moments phi(activations()["tanh"]);
  EXPECT_THROW(second_moment(phi, {0.0, -1.0}), DomainError);
  EXPECT_THROW(derivative_second_moment(phi, {HUGE_VAL, 1.0}), DomainError);
}

}  // namespace
}  // namespace initlab
