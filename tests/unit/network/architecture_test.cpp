#include "network/architecture.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "core/error.hpp"
#include "unit/linear/law_initializer.hpp"
#include "unit/network/block_initializer.hpp"

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

using Role = Layer::Role;
using Step = BlockSpec::Step;
using Skip = BlockSpec::Skip;

/// What a matrix is told of its place, and the number of its stream.
struct Place {
  Role role;
  std::uint32_t block, position, fan_in, fan_out, stream;
  friend bool operator==(const Place&, const Place&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Place& p) {
    return out << "{role " << int(p.role) << ", block " << p.block << ", position " << p.position << ", " << p.fan_in
               << " to " << p.fan_out << ", stream " << p.stream << "}";
  }
};

/// Blocks of a residual network, with the places of all matrices and what the initializer was asked.
struct ResidualBlocks {
  explicit ResidualBlocks(const Architecture& architecture)
      : initializer(
            [this](const Layer& layer) {
              asked_weights.push_back(layer);
              return gaussian(double(asked_weights.size()));
            },
            [this](const Layer& layer) {
              asked_biases.push_back(layer);
              return constant(double(asked_biases.size()));
            },
            [this](const Layer& layer) {
              asked_multipliers.push_back(layer);
              return Multipliers{1.0 + layer.index, 10.0 + layer.index, 100.0 + layer.index};
            }),
        blocks(make_blocks(architecture, std::array<std::size_t, 4>{7, 5, 5, 6}, initializer, Theory(&host))) {
    for (const BlockSpec& block : blocks) {
      specs.insert(specs.end(), block.matrices.begin(), block.matrices.end());
      if (block.projection) specs.push_back(*block.projection);
    }
    for (const LayerSpec& spec : specs)
      places.push_back({spec.layer.role, spec.layer.index, spec.layer.branch_position, spec.layer.fan_in,
                        spec.layer.fan_out, spec.stream});
  }

  const initlab_theory host{};
  std::vector<Layer> asked_weights, asked_biases, asked_multipliers;
  const testing::BlockInitializer initializer;
  std::vector<BlockSpec> blocks;
  std::vector<LayerSpec> specs;  ///< in the order of their streams
  std::vector<Place> places;
};

const std::vector<Architecture> residual_architectures{
    {"residual-reduced"}, {"residual-full"}, {"residual-preact", 1}, {"residual-preact", 2}, {"residual-preact", 3}};

// Blocks of widths 7 -> 5 -> 5 -> 6: the first and the last have a projection.
TEST(ResidualBlocks, have_these_matrices_at_these_places) {
  const std::vector<Place> of_one_matrix{{Role::branch_first, 1, 1, 7, 5, 1},
                                         {Role::skip, 1, 0, 7, 5, 2},
                                         {Role::branch_first, 2, 1, 5, 5, 3},
                                         {Role::branch_first, 3, 1, 5, 6, 4},
                                         {Role::skip, 3, 0, 5, 6, 5}};
  const std::vector<Place> of_two_matrices{{Role::branch_first, 1, 1, 7, 5, 1}, {Role::branch_last, 1, 2, 5, 5, 2},
                                           {Role::skip, 1, 0, 7, 5, 3},         {Role::branch_first, 2, 1, 5, 5, 4},
                                           {Role::branch_last, 2, 2, 5, 5, 5},  {Role::branch_first, 3, 1, 5, 6, 6},
                                           {Role::branch_last, 3, 2, 6, 6, 7},  {Role::skip, 3, 0, 5, 6, 8}};
  const std::vector<Place> of_three_matrices{
      {Role::branch_first, 1, 1, 7, 5, 1}, {Role::branch_inner, 1, 2, 5, 5, 2}, {Role::branch_last, 1, 3, 5, 5, 3},
      {Role::skip, 1, 0, 7, 5, 4},         {Role::branch_first, 2, 1, 5, 5, 5}, {Role::branch_inner, 2, 2, 5, 5, 6},
      {Role::branch_last, 2, 3, 5, 5, 7},  {Role::branch_first, 3, 1, 5, 6, 8}, {Role::branch_inner, 3, 2, 6, 6, 9},
      {Role::branch_last, 3, 3, 6, 6, 10}, {Role::skip, 3, 0, 5, 6, 11}};
  EXPECT_EQ(ResidualBlocks({"residual-reduced"}).places, of_one_matrix);
  EXPECT_EQ(ResidualBlocks({"residual-full"}).places, of_two_matrices);
  EXPECT_EQ(ResidualBlocks({"residual-preact", 1}).places, of_one_matrix);
  EXPECT_EQ(ResidualBlocks({"residual-preact", 2}).places, of_two_matrices);
  EXPECT_EQ(ResidualBlocks({"residual-preact", 3}).places, of_three_matrices);
}

TEST(ResidualBlocks, ask_once_for_every_matrix_and_tell_the_size_of_the_network) {
  const std::size_t matrices[] = {1, 2, 1, 2, 3};
  for (std::size_t a = 0; a < residual_architectures.size(); ++a) {
    SCOPED_TRACE(residual_architectures[a].name + " " + std::to_string(matrices[a]));
    const ResidualBlocks network(residual_architectures[a]);
    EXPECT_EQ(matrices_in_block(residual_architectures[a]), matrices[a]);
    ASSERT_EQ(network.specs.size(), 3 * matrices[a] + 2);
    ASSERT_EQ(network.asked_weights.size(), network.specs.size());
    ASSERT_EQ(network.asked_biases.size(), network.specs.size());
    for (std::size_t k = 0; k < network.specs.size(); ++k) {
      EXPECT_EQ(network.specs[k].weights, gaussian(double(k + 1)));
      EXPECT_EQ(network.specs[k].biases, constant(double(k + 1)));
      for (const Layer& layer : {network.asked_weights[k], network.asked_biases[k], network.specs[k].layer}) {
        EXPECT_EQ(layer.role, network.specs[k].layer.role);
        EXPECT_EQ(layer.index, network.specs[k].layer.index);
        EXPECT_EQ(layer.depth, 3u);
        EXPECT_EQ(layer.blocks, 3u);
        EXPECT_EQ(layer.branch_layers, matrices[a]);
        EXPECT_EQ(layer.in_branch(), layer.role != Role::skip);
        EXPECT_EQ(layer.theory.host(), &network.host);
      }
    }
  }
}

TEST(ResidualBlocks, ask_once_for_the_multipliers_of_every_block_at_the_first_matrix_of_its_branch) {
  for (const Architecture& architecture : residual_architectures) {
    const ResidualBlocks network(architecture);
    ASSERT_EQ(network.asked_multipliers.size(), 3u);
    for (std::uint32_t l = 1; l <= 3; ++l) {
      const Layer& asked = network.asked_multipliers[l - 1];
      EXPECT_EQ(asked.index, l);
      EXPECT_EQ(asked.role, Role::branch_first);
      EXPECT_EQ(asked.branch_position, 1u);
      EXPECT_EQ(asked.theory.host(), &network.host);
      EXPECT_EQ(network.blocks[l - 1].multipliers, (Multipliers{1.0 + l, 10.0 + l, 100.0 + l}));
    }
  }
}

TEST(ResidualBlocks, have_these_steps_and_skips) {
  const auto steps_of = [](const Architecture& architecture) { return ResidualBlocks(architecture).blocks[1].steps; };
  using Steps = std::vector<Step>;
  EXPECT_EQ(steps_of({"residual-reduced"}), (Steps{Step::linear, Step::activation}));
  EXPECT_EQ(steps_of({"residual-full"}), (Steps{Step::linear, Step::activation, Step::linear}));
  EXPECT_EQ(steps_of({"residual-preact", 1}), (Steps{Step::activation, Step::linear}));
  EXPECT_EQ(steps_of({"residual-preact", 2}), (Steps{Step::activation, Step::linear, Step::activation, Step::linear}));
  for (const Architecture& architecture : residual_architectures) {
    const ResidualBlocks network(architecture);
    EXPECT_EQ(network.blocks[0].skip, Skip::projection);
    EXPECT_EQ(network.blocks[1].skip, Skip::identity);
    EXPECT_EQ(network.blocks[2].skip, Skip::projection);
    EXPECT_FALSE(network.blocks[1].projection);
    for (std::size_t l = 0; l < 3; ++l) EXPECT_EQ(network.blocks[l].width, (std::array{5u, 5u, 6u})[l]);
  }
}

TEST(PlainLayers, are_never_asked_for_multipliers) {
  const ResidualBlocks plain({"plain"});
  EXPECT_TRUE(plain.asked_multipliers.empty());
  for (const BlockSpec& block : plain.blocks) {
    EXPECT_EQ(block.multipliers, Multipliers{});
    EXPECT_EQ(block.skip, Skip::none);
    EXPECT_FALSE(block.projection);
  }
  for (std::uint32_t l = 1; l <= 3; ++l) EXPECT_EQ(plain.specs[l - 1].stream, l);
}

TEST(Architectures, are_these) {
  EXPECT_EQ(architecture_names(),
            (std::vector<std::string>{"plain", "residual-reduced", "residual-full", "residual-preact"}));
  for (const std::string& name : architecture_names()) EXPECT_NO_THROW(matrices_in_block({name}));
  EXPECT_THROW(matrices_in_block({"residual"}), DomainError);
}

}  // namespace
}  // namespace initlab
