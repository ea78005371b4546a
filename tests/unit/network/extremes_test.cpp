// Networks that die or overflow: passes are completed, and the observer sees what happened.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <initlab/math.hpp>
#include <limits>

#include "core/function_activation.hpp"
#include "unit/linear/test_matrix.hpp"
#include "unit/network/observed_pass.hpp"

namespace initlab {
namespace {

using testing::Keeper;
using testing::LawInitializer;
using testing::TestNetwork;

const PointStreams streams(41, 42);
const std::vector<std::size_t> widths{8, 20, 20, 4};
const FunctionActivation relu("relu", [](auto z) { return z > 0 ? z : decltype(z)(0); }, {0.0});
const FunctionActivation tanh_activation("tanh", [](auto z) { return math::tanh(z); });

template <class Real>
class Extremes : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(Extremes, Reals);

template <class Real>
Keeper<Real> both_passes(const LawInitializer& laws, const Activation& activation) {
  TestNetwork<Real> network(widths, laws, activation);
  Keeper<Real> seen;
  network.draw(streams, 0).forward(testing::normal_vectors<Real>(streams.inputs.at(0), 2 * widths.front()), seen);
  network.backward(testing::normal_vectors<Real>(streams.cotangents.at(0), 2 * widths.back()), seen);
  return seen;
}

template <class Real>
bool all_zero(const std::vector<Real>& numbers) {
  return !numbers.empty() && std::all_of(numbers.begin(), numbers.end(), [](Real number) { return number == 0; });
}

TYPED_TEST(Extremes, zero_weights_give_zero_everywhere) {
  for (const Law& zero : {constant(0.0), gaussian(0.0), uniform(0.0), orthogonal(0.0)}) {
    const auto seen = both_passes<TypeParam>(LawInitializer([=](const Layer&) { return zero; }), tanh_activation);
    for (std::size_t l = 1; l < widths.size(); ++l) {
      EXPECT_TRUE(all_zero(seen.h[l])) << l;
      EXPECT_TRUE(all_zero(seen.x[l])) << l;
      EXPECT_EQ(all_zero(seen.gradients[l]), l < 3) << l;  // dE/dh_L = g, and nothing comes through the weights
    }
  }
}

TYPED_TEST(Extremes, a_dead_relu_layer_stops_signal_and_gradient) {
  const LawInitializer dead([](const Layer& layer) { return gaussian(0.1 / layer.fan_in); },
                            [](const Layer& layer) { return constant(layer.index == 2 ? -10.0 : 0.0); });
  const auto seen = both_passes<TypeParam>(dead, relu);
  EXPECT_FALSE(all_zero(seen.x[1]));
  EXPECT_TRUE(std::all_of(seen.h[2].begin(), seen.h[2].end(), [](TypeParam h) { return h < 0; }));
  for (const std::size_t l : {2, 3}) EXPECT_TRUE(all_zero(seen.x[l])) << l;
  for (const std::size_t l : {1, 2}) EXPECT_TRUE(all_zero(seen.gradients[l])) << l;
}

TYPED_TEST(Extremes, an_overflow_is_seen_and_the_passes_go_on) {
  const double huge = std::sqrt(double(std::numeric_limits<TypeParam>::max()));
  const auto seen = both_passes<TypeParam>(LawInitializer([=](const Layer&) { return gaussian(huge); }), relu);
  EXPECT_EQ(seen.order, (std::vector{0, 1, 2, 3, -3, -2, -1}));
  const auto finite = [](TypeParam number) { return std::isfinite(number); };
  EXPECT_TRUE(std::all_of(seen.h[1].begin(), seen.h[1].end(), finite));
  EXPECT_FALSE(std::all_of(seen.h[2].begin(), seen.h[2].end(), finite));
  EXPECT_FALSE(std::all_of(seen.x[2].begin(), seen.x[2].end(), finite));
}

TYPED_TEST(Extremes, one_layer_one_unit_one_input_is_a_network) {
  TestNetwork<TypeParam> network({1, 1}, LawInitializer([](const Layer&) { return constant(3.0); }), relu);
  Keeper<TypeParam> seen;
  network.draw(streams, 0).forward({2}, seen);
  network.backward({5}, seen);
  EXPECT_EQ(seen.h[1][0], 6);
  EXPECT_EQ(seen.gradients[1][0], 5);
  EXPECT_EQ(seen.x_below[1][0], 2);
}

}  // namespace
}  // namespace initlab
