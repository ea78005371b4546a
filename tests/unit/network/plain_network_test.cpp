// Forward passes against a network written out with loops, and what an observer is shown.
#include <gtest/gtest.h>

#include <cmath>
#include <initlab/math.hpp>
#include <vector>

#include "core/function_activation.hpp"
#include "unit/network/naive_network.hpp"

namespace initlab {
namespace {

using testing::Keeper;
using testing::LawInitializer;
using testing::TestNetwork;

const PointStreams streams(11, 22);
const std::vector<std::size_t> widths{33, 70, 1, 17, 20};
constexpr std::size_t inputs = 5;

const FunctionActivation tanh_activation("tanh", [](auto z) { return math::tanh(z); });

/// A different family for each layer, with drawn biases.
LawInitializer mixed_laws() {
  return LawInitializer(
      [](const Layer& layer) {
        const Law laws[] = {gaussian(0.2), uniform(0.3), orthogonal(0.9), constant(0.01)};
        return laws[layer.index % 4];
      },
      [](const Layer& layer) { return layer.index % 2 == 1 ? gaussian(0.4) : uniform(0.5); });
}

template <class Real>
class PlainNetworkForward : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(PlainNetworkForward, Reals);

template <class Real>
std::vector<Real> some_inputs() {
  return testing::normal_vectors<Real>(streams.inputs.at(0), widths.front() * inputs);
}

TYPED_TEST(PlainNetworkForward, is_the_network_written_out) {
  TestNetwork<TypeParam> network(widths, mixed_laws(), tanh_activation);
  const auto x = some_inputs<TypeParam>();
  for (const std::uint32_t trial : {0u, 7u}) {
    const auto naive = testing::written_out(network, streams, trial, [](double z) { return std::tanh(z); });
    Keeper<TypeParam> seen;
    network.draw(streams, trial).forward(x, seen);
    EXPECT_EQ(seen.order, (std::vector{0, 1, 2, 3, 4}));
    EXPECT_EQ(seen.x[0], x);
    for (std::size_t b = 0; b < inputs; ++b) {
      const auto pass = naive.forward({&x[b * widths[0]], &x[b * widths[0]] + widths[0]});
      for (std::size_t l = 1; l < widths.size(); ++l)
        for (std::size_t i = 0; i < widths[l]; ++i) {
          // Sums of up to 70 products of size 1, through four layers that enlarge errors a few times.
          const double tolerance = 1000 * testing::unit_roundoff<TypeParam>;
          ASSERT_NEAR(seen.h[l][b * widths[l] + i], pass.h[l][i], tolerance) << "layer " << l;
          ASSERT_NEAR(seen.x[l][b * widths[l] + i], pass.x[l][i], tolerance) << "layer " << l;
        }
    }
  }
}

TYPED_TEST(PlainNetworkForward, shows_the_same_with_and_without_keeping_preactivations) {
  const auto x = some_inputs<TypeParam>();
  Keeper<TypeParam> kept, forgotten;
  TestNetwork<TypeParam>(widths, mixed_laws(), tanh_activation, Keep::everything).draw(streams, 1).forward(x, kept);
  TestNetwork<TypeParam>(widths, mixed_laws(), tanh_activation, Keep::nothing).draw(streams, 1).forward(x, forgotten);
  EXPECT_EQ(kept.h, forgotten.h);
  EXPECT_EQ(kept.x, forgotten.x);
}

TYPED_TEST(PlainNetworkForward, depends_on_the_trial_and_not_on_what_was_drawn_before) {
  const auto x = some_inputs<TypeParam>();
  TestNetwork<TypeParam> network(widths, mixed_laws(), tanh_activation);
  Keeper<TypeParam> first, other, again;
  network.draw(streams, 3).forward(x, first);
  network.draw(streams, 4).forward(x, other);
  network.draw(streams, 3).forward(x, again);
  EXPECT_EQ(first.h, again.h);
  for (std::size_t l = 1; l < widths.size(); ++l) EXPECT_NE(first.h[l], other.h[l]) << "layer " << l;
}

TYPED_TEST(PlainNetworkForward, of_an_input_does_not_depend_on_the_batch_around_it) {
  const auto x = some_inputs<TypeParam>();
  TestNetwork<TypeParam> network(widths, mixed_laws(), tanh_activation);
  Keeper<TypeParam> together, alone;
  network.draw(streams, 3).forward(x, together);
  for (std::size_t b = 0; b < inputs; ++b) {
    network.forward({&x[b * widths[0]], &x[b * widths[0]] + widths[0]}, alone);
    for (std::size_t l = 1; l < widths.size(); ++l)
      for (std::size_t i = 0; i < widths[l]; ++i) ASSERT_EQ(alone.h[l][i], together.h[l][b * widths[l] + i]);
  }
}

TYPED_TEST(PlainNetworkForward, draws_a_layer_from_the_streams_of_its_own_index) {
  // Two layers of one shape and law: were the index lost, they would be the same matrix and bias.
  const LawInitializer laws([](const Layer&) { return gaussian(0.5); }, [](const Layer&) { return gaussian(0.5); });
  const FunctionActivation identity("identity", [](auto z) { return z; });
  TestNetwork<TypeParam> network({4, 4, 4}, laws, identity);
  Keeper<TypeParam> of_zero;
  network.draw(streams, 0).forward(std::vector<TypeParam>(4, TypeParam(0)), of_zero);
  std::vector<TypeParam> first_bias(4), second_bias(4);
  draw_vector(gaussian(0.5), streams.biases.at(0, 1), std::span<TypeParam>(first_bias));
  draw_vector(gaussian(0.5), streams.biases.at(0, 2), std::span<TypeParam>(second_bias));
  EXPECT_EQ(of_zero.h[1], first_bias);
  const auto weights =
      testing::TestMatrix<TypeParam>(gaussian(0.5), {4, 4}).draw(streams.weights.at(0, 2)).forward(first_bias);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(of_zero.h[2][i], weights[i] + second_bias[i]);
}

}  // namespace
}  // namespace initlab
