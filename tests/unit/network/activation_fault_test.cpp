// A NaN that the activation made of a finite number is its mistake; one that the network made is a result.
#include "network/activation_fault.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "unit/network/observed_pass.hpp"

namespace initlab {
namespace {

using testing::Keeper;
using testing::LawInitializer;
using testing::TestNetwork;

constexpr double infinity = std::numeric_limits<double>::infinity();
const PointStreams streams(31, 32);

/// The identity but for one number, where its value or its derivative is NaN.
class Flawed final : public Activation {
 public:
  enum class Flaw { value, derivative };
  Flawed(Flaw flaw, double at) : flaw_(flaw), at_(at) {}

  std::string name() const override { return "flawed"; }
  void value(std::span<const float> z, std::span<float> out) const override { values(z, out); }
  void value(std::span<const double> z, std::span<double> out) const override { values(z, out); }
  void derivative(std::span<const float> z, std::span<float> out) const override { slopes(z, out); }
  void derivative(std::span<const double> z, std::span<double> out) const override { slopes(z, out); }

 private:
  template <class T>
  bool is_flawed(Flaw where, T z) const {
    return where == flaw_ && z == static_cast<T>(at_);
  }
  template <class T>
  void values(std::span<const T> z, std::span<T> out) const {
    std::ranges::transform(z, out.begin(), [&](T t) { return is_flawed(Flaw::value, t) ? T(std::nan("")) : t; });
  }
  template <class T>
  void slopes(std::span<const T> z, std::span<T> out) const {
    std::ranges::transform(z, out.begin(),
                           [&](T t) { return is_flawed(Flaw::derivative, t) ? T(std::nan("")) : T(1); });
  }
  Flaw flaw_;
  double at_;
};

/// Three layers of one unit that double: h = 2 x, 4 x, 8 x.
LawInitializer doubling() {
  return LawInitializer([](const Layer&) { return constant(2.0); });
}

template <class Real>
class Faults : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(Faults, Reals);

template <class Real>
std::optional<ActivationFault> fault_of(const Flawed& activation, std::vector<Real> x) {
  TestNetwork<Real> network({1, 1, 1, 1}, doubling(), activation);
  Keeper<Real> seen;
  try {
    network.draw(streams, 0).forward(x, seen);
    network.backward(std::vector<Real>(x.size(), Real(1)), seen);
  } catch (const ActivationFault& fault) {
    return fault;
  }
  return std::nullopt;
}

TYPED_TEST(Faults, a_value_that_is_nan_is_reported_with_its_layer_and_input) {
  const auto fault = fault_of<TypeParam>({Flawed::Flaw::value, 12.0}, {1, 3, 5});  // the second input at layer 2
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->layer, 2u);
  EXPECT_EQ(fault->input, 12.0);
  EXPECT_FALSE(fault->derivative);
}

TYPED_TEST(Faults, a_derivative_that_is_nan_is_reported_with_its_layer_and_input) {
  const auto fault = fault_of<TypeParam>({Flawed::Flaw::derivative, 12.0}, {1, 3, 5});
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->layer, 2u);
  EXPECT_EQ(fault->input, 12.0);
  EXPECT_TRUE(fault->derivative);
}

TYPED_TEST(Faults, an_activation_that_fails_elsewhere_is_none) {
  EXPECT_FALSE(fault_of<TypeParam>({Flawed::Flaw::value, 13.0}, {1, 3, 5}));
  EXPECT_FALSE(fault_of<TypeParam>({Flawed::Flaw::derivative, 13.0}, {1, 3, 5}));
}

TYPED_TEST(Faults, a_nan_for_an_infinite_number_is_none) {
  const auto x = std::vector<TypeParam>{TypeParam(infinity), 1};
  EXPECT_FALSE(fault_of<TypeParam>({Flawed::Flaw::value, infinity}, x));
  EXPECT_FALSE(fault_of<TypeParam>({Flawed::Flaw::derivative, infinity}, x));
}

TYPED_TEST(Faults, a_nan_from_inf_minus_inf_is_a_result_and_none) {
  const Flawed healthy(Flawed::Flaw::value, 0.5);
  TestNetwork<TypeParam> network({2, 3, 2}, doubling(), healthy);
  Keeper<TypeParam> seen;
  network.draw(streams, 0).forward({TypeParam(infinity), TypeParam(-infinity)}, seen);
  network.backward({1, 1}, seen);
  for (const auto& layer : {seen.h[1], seen.x[1], seen.h[2], seen.x[2]})
    for (const TypeParam number : layer) EXPECT_TRUE(std::isnan(number));
}

}  // namespace
}  // namespace initlab
