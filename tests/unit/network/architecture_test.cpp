#include "network/architecture.hpp"

#include <gtest/gtest.h>

#include <array>

#include "unit/linear/law_initializer.hpp"

namespace initlab {
namespace {

TEST(PlainLayers, asks_once_for_every_layer_and_says_where_it_is) {
  std::vector<Layer> asked_weights, asked_biases;
  const testing::LawInitializer initializer(
      [&](const Layer& layer) {
        asked_weights.push_back(layer);
        return gaussian(0.1 * layer.index);
      },
      [&](const Layer& layer) {
        asked_biases.push_back(layer);
        return constant(-1.0 * layer.index);
      });
  const initlab_theory host{};
  const std::array<std::size_t, 4> widths{7, 5, 6, 4};
  const auto blocks = make_blocks({}, widths, initializer, Theory(&host));
  std::vector<LayerSpec> specs;
  for (const BlockSpec& block : blocks) specs.insert(specs.end(), block.matrices.begin(), block.matrices.end());

  ASSERT_EQ(specs.size(), 3u);
  ASSERT_EQ(asked_weights.size(), 3u);
  ASSERT_EQ(asked_biases.size(), 3u);
  for (std::uint32_t l = 1; l <= 3; ++l)
    for (const Layer& layer : {asked_weights[l - 1], asked_biases[l - 1], specs[l - 1].layer}) {
      EXPECT_EQ(layer.index, l);
      EXPECT_EQ(layer.depth, 3u);
      EXPECT_EQ(layer.fan_in, widths[l - 1]);
      EXPECT_EQ(layer.fan_out, widths[l]);
      EXPECT_EQ(layer.role, Layer::Role::plain);
      EXPECT_EQ(layer.blocks, 0u);
      EXPECT_EQ(layer.branch_layers, 0u);
      EXPECT_FALSE(layer.in_branch());
      EXPECT_EQ(layer.theory.host(), &host);
    }
  for (std::uint32_t l = 1; l <= 3; ++l) {
    EXPECT_EQ(specs[l - 1].weights, gaussian(0.1 * l));
    EXPECT_EQ(specs[l - 1].biases, constant(-1.0 * l));
  }
}

TEST(PlainLayers, of_an_input_alone_are_none) {
  const testing::LawInitializer initializer([](const Layer&) { return gaussian(1.0); });
  EXPECT_TRUE(make_blocks({}, std::array<std::size_t, 1>{7}, initializer, {}).empty());
}

}  // namespace
}  // namespace initlab
