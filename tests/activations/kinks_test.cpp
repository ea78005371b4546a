// Kinks: quadrature is split there, so one that is missing costs digits.
#include <gtest/gtest.h>

#include <cmath>

#include "activations/exact.hpp"
#include "activations/shipped.hpp"

namespace initlab::test {
namespace {

/// Points of a grid of eighths at which phi jumps, or the slopes of phi' to both sides differ: phi' or phi'' jumps
/// there.
std::vector<double> jumps_on_a_grid(const Activation& phi) {
  constexpr double step = 1e-4;
  // Smooth: 3 step phi''', below 0.01 where phi''' is below 30. At a kink phi'' jumps by the order of one.
  constexpr double smallest_jump = 0.02;
  std::vector<double> jumps;
  for (int eighths = -64; eighths <= 64; ++eighths) {
    const double z = eighths / 8.0;
    const auto slopes = derivatives_of<double>(phi, {z - 2 * step, z - step, z + step, z + 2 * step});
    const double left = (slopes[1] - slopes[0]) / step;
    const double right = (slopes[3] - slopes[2]) / step;
    const double across = (slopes[2] - slopes[1]) / (2 * step);
    const auto values = values_of<double>(phi, {z - step, z + step});
    const bool bends = std::abs(right - left) > smallest_jump || std::abs(across - right) > smallest_jump;
    // Without a jump phi changes by 2 step phi', 0.01 where phi' is below 50.
    if (bends || std::abs(values[1] - values[0]) > smallest_jump) jumps.push_back(z);
  }
  return jumps;
}

class Kinks : public testing::TestWithParam<ExactActivation> {};
INSTANTIATE_TEST_SUITE_P(Every, Kinks, testing::ValuesIn(exact_activations()),
                         [](const auto& tested) { return name_of(tested.param); });

TEST_P(Kinks, are_declared_exactly_where_a_derivative_jumps) {
  const auto phi = shipped(GetParam().id, GetParam().arguments);
  EXPECT_EQ(phi->kinks(), jumps_on_a_grid(*phi));
}

}  // namespace
}  // namespace initlab::test
