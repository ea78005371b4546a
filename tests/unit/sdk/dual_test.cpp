#include <gtest/gtest.h>

#include <cmath>
#include <initlab/dual.hpp>
#include <initlab/math.hpp>
#include <limits>
#include <ostream>
#include <string>

#include "ulps.hpp"

namespace {

namespace math = initlab::math;
using initlab::Dual;
using initlab::test::ulps_between;

using Second = Dual<Dual<double>>;
Second second(double z) { return {{z, 1}, {1, 0}}; }

struct Case {
  std::string name;
  Dual<double> (*first)(Dual<double>);
  Second (*second)(Second);
  double lowest, highest;

  friend std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }
};
#define CASE(function, ...)                                                   \
  Case {                                                                      \
    std::string(#function), [](Dual<double> z) { return math::function(z); }, \
        [](Second z) { return math::function(z); }, __VA_ARGS__               \
  }

const Case cases[] = {CASE(exp, -3, 3),        CASE(expm1, -3, 3),      CASE(log, 0.1, 5), CASE(log1p, -0.9, 5),
                      CASE(tanh, -3, 3),       CASE(sigmoid, -5, 5),    CASE(erf, -2, 2),  CASE(erfc, -2, 2),
                      CASE(normal_cdf, -3, 3), CASE(normal_pdf, -3, 3), CASE(sin, -6, 6),  CASE(cos, -6, 6),
                      CASE(atan, -3, 3),       CASE(sqrt, 0.1, 5),      CASE(abs, 0.1, 3)};

class Derivative : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Every, Derivative, testing::ValuesIn(cases),
                         [](const auto& tested) { return tested.param.name; });

// A central difference with step h errs by h^2 f'''/6 and by rounding, a few 2^-53 |f| / h. The largest derivatives on
// these ranges are those of log at 0.1: 2 / 0.1^3 and, for differences of the derivative, 6 / 0.1^4.
constexpr double step = 1e-5;
constexpr double rounding = 100 * 0x1p-53 / step;
constexpr double first_tolerance = step * step * 2000 / 6 + rounding;
constexpr double second_tolerance = step * step * 60000 / 6 + rounding;

TEST_P(Derivative, agrees_with_differences_of_the_values) {
  const Case& c = GetParam();
  for (int i = 0; i <= 100; ++i) {
    const double z = c.lowest + (c.highest - c.lowest) * i / 100;
    const double difference = (c.first(z + step).value - c.first(z - step).value) / (2 * step);
    EXPECT_NEAR(c.first({z, 1}).derivative, difference, first_tolerance) << "at " << z;
  }
}

TEST_P(Derivative, of_the_derivative_agrees_with_differences_of_the_derivative) {
  const Case& c = GetParam();
  for (int i = 0; i <= 100; ++i) {
    const double z = c.lowest + (c.highest - c.lowest) * i / 100;
    const double difference = (c.first({z + step, 1}).derivative - c.first({z - step, 1}).derivative) / (2 * step);
    EXPECT_NEAR(c.second(second(z)).derivative.derivative, difference, second_tolerance) << "at " << z;
  }
}

TEST_P(Derivative, has_the_same_first_two_parts_when_nested) {
  const Case& c = GetParam();
  const double z = 0.3 * c.lowest + 0.7 * c.highest;
  EXPECT_EQ(c.second(second(z)).value.value, c.first({z, 1}).value);
  EXPECT_EQ(c.second(second(z)).value.derivative, c.first({z, 1}).derivative);
  EXPECT_EQ(c.second(second(z)).derivative.value, c.first({z, 1}).derivative);
}

TEST_P(Derivative, follows_the_chain_rule) {
  const Case& c = GetParam();
  const double z = 0.5 * (c.lowest + c.highest) + 0.1;
  EXPECT_EQ(c.first({z, 4}).derivative, 4 * c.first({z, 1}).derivative);
  EXPECT_EQ(c.first({z, 0}).derivative, 0);
}

// Where 1 - tanh^2 and sigmoid (1 - sigmoid) have no digit left.
TEST(SaturatedDerivative, of_tanh_keeps_its_relative_accuracy) {
  for (float z = -43; z <= 43; z += 0.01f) {
    const double cosh = std::cosh(static_cast<double>(z));
    EXPECT_LE(ulps_between(math::tanh(Dual<float>{z, 1}).derivative, 1 / (cosh * cosh)), 5) << z;
  }
  for (double z = -353; z <= 353; z += 0.1) {
    const long double cosh = std::cosh(static_cast<long double>(z));
    EXPECT_LE(ulps_between(math::tanh(Dual<double>{z, 1}).derivative, 1 / (cosh * cosh)), 5) << z;
  }
}

TEST(SaturatedDerivative, of_sigmoid_keeps_its_relative_accuracy) {
  for (float z = -100; z <= 100; z += 0.01f) {
    const double exact = 1 / ((1 + std::exp(static_cast<double>(z))) * (1 + std::exp(-static_cast<double>(z))));
    EXPECT_LE(ulps_between(math::sigmoid(Dual<float>{z, 1}).derivative, exact), 5) << z;
  }
}

TEST(SaturatedDerivative, of_erf_keeps_its_relative_accuracy) {
  for (float z = -11; z <= 11; z += 0.001f) {
    const double exact = 1.1283791670955126 * std::exp(-static_cast<double>(z) * z);
    EXPECT_LE(ulps_between(math::erf(Dual<float>{z, 1}).derivative, exact), 3) << z;
  }
}

TEST(SaturatedDerivative, is_zero_at_infinity) {
  for (const float z :
       {-std::numeric_limits<float>::infinity(), -3e38f, 3e38f, std::numeric_limits<float>::infinity()}) {
    EXPECT_EQ(math::tanh(Dual<float>{z, 1}).derivative, 0) << z;
    EXPECT_EQ(math::sigmoid(Dual<float>{z, 1}).derivative, 0) << z;
    EXPECT_EQ(math::erf(Dual<float>{z, 1}).derivative, 0) << z;
    EXPECT_EQ(math::normal_cdf(Dual<float>{z, 1}).derivative, 0) << z;
    EXPECT_EQ(math::atan(Dual<float>{z, 1}).derivative, 0) << z;
  }
}

TEST(DerivativeAtZero, is_exact) {
  EXPECT_EQ(math::tanh(Dual<float>{0, 1}).derivative, 1);
  EXPECT_EQ(math::sigmoid(Dual<float>{0, 1}).derivative, 0.25f);
  EXPECT_EQ(math::erf(Dual<double>{0, 1}).derivative, 2 / std::sqrt(M_PI));
  EXPECT_EQ(math::sin(Dual<double>{0, 1}).derivative, 1);
  EXPECT_EQ(math::tanh(second(0)).derivative.derivative, 0);
}

struct LeakyRelu {
  double slope = 0.01;
  template <class T>
  T operator()(T z) const {
    return z > T(0) ? z : T(slope) * z;
  }
};

TEST(Kink, has_the_derivative_of_the_branch_taken) {
  const LeakyRelu phi;
  EXPECT_EQ(phi(Dual<float>{2, 1}).derivative, 1);
  EXPECT_EQ(phi(Dual<float>{-2, 1}).derivative, 0.01f);
  EXPECT_EQ(phi(Dual<float>{0, 1}).derivative, 0.01f);
  EXPECT_EQ(math::max(Dual<float>{0, 1}, 0).derivative, 1);
  EXPECT_EQ(math::max(Dual<float>{-1, 1}, 0).derivative, 0);
  EXPECT_EQ(math::min(Dual<float>{-1, 1}, 0).derivative, 1);
  EXPECT_EQ(math::abs(Dual<float>{-3, 1}).value, 3);
  EXPECT_EQ(math::abs(Dual<float>{-3, 1}).derivative, -1);
  EXPECT_EQ(math::abs(Dual<float>{0, 1}).derivative, 1);
}

TEST(Arithmetic, obeys_the_rules_of_differentiation) {
  const Dual<double> a{3, 5}, b{2, 7};
  EXPECT_EQ((a + b).derivative, 12);
  EXPECT_EQ((a - b).derivative, -2);
  EXPECT_EQ((a * b).derivative, 5 * 2 + 3 * 7);
  EXPECT_EQ((a / b).derivative, (5 * 2 - 3 * 7) / 4.0);
  EXPECT_EQ((-a).derivative, -5);
  EXPECT_EQ(math::fma(a, b, a).derivative, 31 + 5);
  EXPECT_EQ(math::pow(a, 3).derivative, 3 * 9 * 5);
  EXPECT_EQ(math::pow(b, -1).derivative, -7 / 4.0);
  Dual<double> c = a;
  c += b, c *= a, c -= b, c /= b;
  EXPECT_EQ(c.value, ((a + b) * a - b).value / 2);
  EXPECT_EQ(c.derivative, (((a + b) * a - b) / b).derivative);
}

template <class T>
class ScalarMix : public testing::Test {};
using Duals = testing::Types<Dual<float>, Dual<double>, Second>;
TYPED_TEST_SUITE(ScalarMix, Duals);

TYPED_TEST(ScalarMix, a_scalar_is_a_constant_on_either_side) {
  using T = TypeParam;
  const T z(3, 1);
  EXPECT_EQ(z + 2, T(5, 1));
  EXPECT_EQ((2 - z).derivative, T(0, -1).derivative);
  EXPECT_EQ((2 * z).derivative, T(0, 2).derivative);
  EXPECT_EQ((0.5 * z).derivative, T(0, 0.5f).derivative);
  EXPECT_EQ((z * 2.0f).derivative, T(0, 2).derivative);
  EXPECT_EQ((z / 2).derivative, T(0, 0.5f).derivative);
  EXPECT_EQ((9 / z).derivative, T(0, -1).derivative);
  EXPECT_TRUE(z > 2 && 4 > z && z >= T(3) && z <= 3 && z == 3 && z != 2);
}

TEST(ScalarMixing, an_infinite_value_times_a_constant_keeps_its_derivative) {
  const Dual<float> z{std::numeric_limits<float>::infinity(), 1};
  EXPECT_EQ((2 * z).derivative, 2);
}

}  // namespace
