// Activations far from where they are interesting.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "activations/exact.hpp"
#include "activations/shipped.hpp"

namespace initlab::test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

class Extremes : public testing::TestWithParam<ExactActivation> {
 protected:
  const ExactActivation& exact = GetParam();
  std::unique_ptr<Activation> phi = shipped(exact.id, exact.arguments);

  template <class T>
  void expect_numbers_everywhere() {
    using Limits = std::numeric_limits<T>;
    std::vector<T> z = {T(0), Limits::denorm_min(), Limits::min(), Limits::max()};
    for (T size = Limits::min(); size < Limits::max() / T(1.7); size *= T(1.7)) z.push_back(size);
    if (exact.has_limits) z.push_back(Limits::infinity());
    const std::size_t positive = z.size();
    for (std::size_t i = 0; i < positive; ++i) z.push_back(-z[i]);
    const std::vector<T> values = values_of(*phi, z), derivatives = derivatives_of(*phi, z);
    for (std::size_t i = 0; i < z.size(); ++i) {
      EXPECT_FALSE(std::isnan(values[i])) << z[i];
      EXPECT_FALSE(std::isnan(derivatives[i])) << z[i];
      EXPECT_TRUE(std::isfinite(derivatives[i]) || !exact.has_bounded_slope) << z[i];
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Every, Extremes, testing::ValuesIn(exact_activations()),
                         [](const auto& tested) { return name_of(tested.param); });

TEST_P(Extremes, have_values_and_finite_derivatives) {
  expect_numbers_everywhere<float>();
  expect_numbers_everywhere<double>();
}

TEST_P(Extremes, nan_stays_nan) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(value_at<float>(*phi, nan)));
  EXPECT_TRUE(std::isnan(value_at<double>(*phi, nan)));
  EXPECT_TRUE(std::isnan(derivative_at<float>(*phi, nan)));
  EXPECT_TRUE(std::isnan(derivative_at<double>(*phi, nan)));
}

// phi' is unbounded towards 0 and falls to 0 towards infinity.
TEST(AlphaRelu, has_the_largest_slope_at_the_smallest_number) {
  const auto phi = shipped("alpha_relu");
  const double smallest = std::numeric_limits<double>::denorm_min();
  EXPECT_EQ(value_at(*phi, -infinity), 0.0);
  EXPECT_EQ(value_at(*phi, infinity), infinity);
  EXPECT_EQ(derivative_at(*phi, 0.0), 0.0);
  EXPECT_NEAR(derivative_at(*phi, smallest) / (0.9 * std::pow(smallest, -0.1)), 1.0, 1e-13);
  EXPECT_LT(derivative_at(*phi, infinity), 1e-30);
}

struct Limit {
  std::string id;
  double below, above;              // of the value
  double slope_below, slope_above;  // of the derivative
};

TEST(Limits, at_infinity_are_exact) {
  constexpr double half_pi = std::numbers::pi / 2;
  constexpr double selu_scale = 1.0507009873554804934, selu_alpha = 1.6732632423543772848;
  const Limit limits[] = {
      {"leaky_relu", -infinity, infinity, 0.01, 1},
      {"erf", -1, 1, 0, 0},
      {"elu", -1, infinity, 0, 1},
      {"selu", -selu_scale * selu_alpha, infinity, 0, selu_scale},
      {"gelu", 0, infinity, 0, 1},
      {"silu", 0, infinity, 0, 1},
      {"softplus", 0, infinity, 0, 1},
      {"sigmoid", 0, 1, 0, 0},
      {"softsign", -1, 1, 0, 0},
      {"hard_tanh", -1, 1, 0, 0},
      {"arctan", -half_pi, half_pi, 0, 0},
      {"mish", 0, infinity, 0, 1},
      {"swish", 0, infinity, 0, 1},
      {"celu", -1, infinity, 0, 1},
      {"relu6", 0, 6, 0, 0},
      {"hard_sigmoid", 0, 1, 0, 0},
      {"hard_swish", 0, infinity, 0, 1},
      {"log_sigmoid", -infinity, 0, 1, 0},
      {"tanh_shrink", -infinity, infinity, 1, 1},
      {"softshrink", -infinity, infinity, 1, 1},
      {"abs", infinity, infinity, -1, 1},
      {"gaussian", 0, 0, 0, 0},
      {"threshold", 0, infinity, 0, 1},
      {"prelu", -infinity, infinity, 0.25, 1},
      {"squareplus", 0, infinity, 0, 1},
      {"tanh_exp", 0, infinity, 0, 1},
      {"bent_identity", -infinity, infinity, 0.5, 1.5},
      {"step", 0, 1, 0, 0},
  };
  for (const Limit& limit : limits) {
    SCOPED_TRACE(limit.id);
    const auto phi = shipped(limit.id);
    EXPECT_EQ(value_at(*phi, -infinity), limit.below);
    EXPECT_EQ(value_at(*phi, infinity), limit.above);
    EXPECT_EQ(derivative_at(*phi, -infinity), limit.slope_below);
    EXPECT_EQ(derivative_at(*phi, infinity), limit.slope_above);
  }
}

}  // namespace
}  // namespace initlab::test
