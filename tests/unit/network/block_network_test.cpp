// Forward passes of residual networks against networks written out, and what is kept of them.
#include "network/block_network.hpp"

#include <gtest/gtest.h>

#include "unit/network/residual_case.hpp"

namespace initlab {
namespace {

using testing::BlockInitializer;
using testing::Keeper;
using testing::residual_widths;
using testing::ResidualCase;
using testing::swish_activation;
using testing::TestNetwork;

const PointStreams streams(61, 62);

template <class Real>
std::vector<Real> some_inputs(std::size_t count) {
  return testing::normal_vectors<Real>(streams.inputs.at(0), residual_widths.front() * count);
}
template <class Real>
std::vector<Real> some_cotangents(std::size_t count) {
  return testing::normal_vectors<Real>(streams.cotangents.at(0), residual_widths.back() * count);
}
template <class Real>
TestNetwork<Real> network_of(const Architecture& architecture, Keep keep = Keep::everything) {
  return {architecture, residual_widths, testing::varied_laws(), swish_activation, keep};
}

template <class Real>
class ResidualForward : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(ResidualForward, Reals);

TYPED_TEST(ResidualForward, is_the_network_written_out) {
  // Sums of some ten products of size 1, through up to twelve layers whose gains are about 1.
  const double tolerance = 100 * testing::unit_roundoff<TypeParam>;
  for (const ResidualCase& c : testing::residual_cases()) {
    SCOPED_TRACE(::testing::PrintToString(c));
    auto network = network_of<TypeParam>(c.architecture);
    const auto x = some_inputs<TypeParam>(c.inputs);
    for (const std::uint32_t trial : {0u, 7u}) {
      const auto naive =
          testing::residual_written_out(c.architecture.name, network, streams, trial, testing::swish_in_double);
      Keeper<TypeParam> seen;
      network.draw(streams, trial).forward(x, seen);
      EXPECT_EQ(seen.order, (std::vector{0, 1, 2, 3, 4}));
      EXPECT_EQ(seen.x[0], x);
      for (std::size_t b = 0; b < c.inputs; ++b) {
        const std::size_t in = residual_widths[0];
        const auto pass = naive.forward({&x[b * in], &x[b * in] + in});
        for (std::size_t l = 1; l < residual_widths.size(); ++l) {
          const std::size_t units = pass.h[l].size(), width = residual_widths[l];
          ASSERT_EQ(seen.h[l].size(), units * c.inputs);
          ASSERT_EQ(seen.x[l].size(), width * c.inputs);
          for (std::size_t i = 0; i < units; ++i) ASSERT_NEAR(seen.h[l][b * units + i], pass.h[l][i], tolerance) << l;
          for (std::size_t i = 0; i < width; ++i) ASSERT_NEAR(seen.x[l][b * width + i], pass.x[l][i], tolerance) << l;
        }
      }
    }
  }
}

TYPED_TEST(ResidualForward, shows_the_same_with_and_without_keeping_preactivations) {
  for (const ResidualCase& c : testing::residual_cases()) {
    SCOPED_TRACE(::testing::PrintToString(c));
    Keeper<TypeParam> kept, forgotten;
    network_of<TypeParam>(c.architecture, Keep::everything).draw(streams, 1).forward(some_inputs<TypeParam>(3), kept);
    network_of<TypeParam>(c.architecture, Keep::nothing).draw(streams, 1).forward(some_inputs<TypeParam>(3), forgotten);
    EXPECT_EQ(kept.h, forgotten.h);
    EXPECT_EQ(kept.x, forgotten.x);
  }
}

TYPED_TEST(ResidualForward, depends_on_the_trial_and_not_on_what_was_drawn_before) {
  for (const ResidualCase& c : testing::residual_cases()) {
    SCOPED_TRACE(::testing::PrintToString(c));
    auto network = network_of<TypeParam>(c.architecture);
    const auto x = some_inputs<TypeParam>(c.inputs), g = some_cotangents<TypeParam>(c.inputs);
    Keeper<TypeParam> first, other, again;
    for (auto [trial, seen] : {std::pair{3u, &first}, {4u, &other}, {3u, &again}}) {
      network.draw(streams, trial).forward(x, *seen);
      network.backward(g, *seen);
    }
    EXPECT_EQ(first.x, again.x);
    EXPECT_EQ(first.signal_gradients, again.signal_gradients);
    EXPECT_NE(first.x, other.x);
  }
}

TYPED_TEST(ResidualForward, of_an_input_does_not_depend_on_the_batch_around_it) {
  for (const ResidualCase& c : testing::residual_cases()) {
    SCOPED_TRACE(::testing::PrintToString(c));
    auto network = network_of<TypeParam>(c.architecture);
    const auto x = some_inputs<TypeParam>(3);
    Keeper<TypeParam> together, alone;
    network.draw(streams, 3).forward(x, together);
    const std::size_t in = residual_widths.front(), out = residual_widths.back();
    for (std::size_t b = 0; b < 3; ++b) {
      network.forward({&x[b * in], &x[b * in] + in}, alone);
      const std::vector<TypeParam> there{&together.x[4][b * out], &together.x[4][b * out] + out};
      EXPECT_EQ(alone.x[4], there) << "input " << b;
    }
  }
}

// SkipInit, Fixup: a network of blocks that begin as nothing is the identity, whatever the branch draws.
TYPED_TEST(ResidualForward, with_a_branch_multiplier_of_zero_is_the_identity) {
  for (const ResidualCase& c : testing::residual_cases()) {
    SCOPED_TRACE(::testing::PrintToString(c));
    TestNetwork<TypeParam> network(c.architecture, {5, 5, 5},
                                   std::make_unique<BlockInitializer>([](const Layer&) { return gaussian(1.0); },
                                                                      [](const Layer&) { return gaussian(1.0); },
                                                                      [](const Layer&) {
                                                                        return Multipliers{1.0, 0.0, 1.0};
                                                                      }),
                                   swish_activation);
    const auto x = some_inputs<TypeParam>(c.inputs);
    Keeper<TypeParam> seen;
    network.draw(streams, 0).forward(x, seen);
    network.backward(x, seen);
    EXPECT_EQ(seen.x[2], x);
    EXPECT_EQ(seen.signal_gradients[0], x);
  }
}

/// A law of variance sigma^2 / fan_in: drawn so, or drawn of variance 1 and scaled by the network (Jacot et al. 2018).
enum class Parameterisation { standard, ntk };
std::unique_ptr<const Initializer> scaled_by(Parameterisation parameterisation) {
  const auto weights = [=](const Layer& layer) {
    const double deviation = 1.5 / std::sqrt(double(layer.fan_in));
    if (parameterisation == Parameterisation::standard) return gaussian(deviation);
    Law law = gaussian(1.0);
    law.multiplier = deviation;
    return law;
  };
  return std::make_unique<BlockInitializer>(
      weights, [](const Layer&) { return gaussian(0.3); },
      [](const Layer&) {
        return Multipliers{0.9, 0.5, 1.1};
      });
}

TEST(NtkParameterisation, is_the_same_function_but_its_weight_gradients_have_the_multiplier) {
  // The factor 1.5 / sqrt(n) is applied to sums instead of entries: a few roundings more, of numbers of size 1.
  constexpr double tolerance = 100 * testing::unit_roundoff<double>;
  std::vector<ResidualCase> all = testing::residual_cases();
  all.push_back({{"plain"}, 3});
  for (const ResidualCase& c : all) {
    SCOPED_TRACE(::testing::PrintToString(c));
    const auto x = some_inputs<double>(c.inputs), g = some_cotangents<double>(c.inputs);
    Keeper<double> standard, ntk;
    for (auto [parameterisation, seen] :
         {std::pair{Parameterisation::standard, &standard}, {Parameterisation::ntk, &ntk}}) {
      TestNetwork<double> network(c.architecture, residual_widths, scaled_by(parameterisation), swish_activation);
      network.draw(streams, 2).forward(x, *seen);
      network.backward(g, *seen);
    }
    for (std::size_t l = 0; l < residual_widths.size(); ++l)
      for (std::size_t i = 0; i < standard.x[l].size(); ++i) {
        EXPECT_NEAR(ntk.x[l][i], standard.x[l][i], tolerance) << l;
        EXPECT_NEAR(ntk.signal_gradients[l][i], standard.signal_gradients[l][i], tolerance) << l;
      }
    ASSERT_EQ(ntk.positions, standard.positions);
    for (const auto& [place, matrix] : standard.matrices) {
      const auto& same = ntk.matrices.at(place);
      const double fan_in = double(matrix.input.size() / c.inputs);
      EXPECT_EQ(matrix.multiplier, 1.0);
      EXPECT_EQ(same.multiplier, 1.5 / std::sqrt(fan_in));
      for (std::size_t i = 0; i < matrix.at_output.size(); ++i)
        EXPECT_NEAR(same.at_output[i], matrix.at_output[i], tolerance);
      for (std::size_t i = 0; i < matrix.input.size(); ++i) EXPECT_NEAR(same.input[i], matrix.input[i], tolerance);
    }
  }
}

TEST(PlainNetwork, knows_no_multipliers_of_blocks) {
  const auto laws = [](double multiplier) {
    return std::make_unique<BlockInitializer>([](const Layer&) { return gaussian(0.5); },
                                              [](const Layer&) { return gaussian(0.5); },
                                              [=](const Layer&) {
                                                return Multipliers{multiplier, multiplier, multiplier};
                                              });
  };
  Keeper<double> with, without;
  for (auto [multiplier, seen] : {std::pair{3.0, &with}, {1.0, &without}}) {
    TestNetwork<double> network({}, residual_widths, laws(multiplier), swish_activation);
    network.draw(streams, 0).forward(some_inputs<double>(2), *seen);
    network.backward(some_cotangents<double>(2), *seen);
  }
  EXPECT_EQ(with.x, without.x);
  EXPECT_EQ(with.signal_gradients, without.signal_gradients);
}

}  // namespace
}  // namespace initlab
