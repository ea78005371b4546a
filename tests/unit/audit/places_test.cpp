#include "audit/places.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/depth_factor.hpp"

namespace initlab::test {
namespace {

using Role = Layer::Role;
using testing::ElementsAre;

std::vector<Place> places(const std::vector<std::string>& names, const PlaceOptions& options = {}) {
  std::vector<WeightMatrix> matrices(names.size());
  std::vector<const WeightMatrix*> pointers;
  for (std::size_t i = 0; i < names.size(); ++i) {
    matrices[i].name = names[i];
    matrices[i].shape = {8, 8};
    matrices[i].fan_in = matrices[i].fan_out = 8;
    pointers.push_back(&matrices[i]);
  }
  return places_of(pointers, options);
}

std::vector<Role> roles(const std::vector<Place>& all) {
  std::vector<Role> out;
  for (const Place& place : all) out.push_back(place.layer.role);
  return out;
}

TEST(Places, numbers_in_names_are_ordered_as_numbers) {
  EXPECT_TRUE(natural_less("h.2.w", "h.10.w"));
  EXPECT_FALSE(natural_less("h.10.w", "h.2.w"));
  EXPECT_TRUE(natural_less("dense/kernel", "dense_1/kernel"));
  EXPECT_FALSE(natural_less("a", "a"));
}

TEST(Places, a_plain_network_has_its_matrices_as_layers) {
  const auto all = places({"0.weight", "2.weight", "fc.weight"});
  EXPECT_THAT(roles(all), ElementsAre(Role::plain, Role::plain, Role::readout));
  EXPECT_EQ(all[1].layer.index, 2u);
  EXPECT_EQ(all[1].layer.depth, 3u);
  EXPECT_EQ(all[1].layer.blocks, 0u);
}

TEST(Places, a_gpt2_block_has_two_branches) {
  const auto all = places({"h.0.attn.c_attn.weight", "h.0.attn.c_proj.weight", "h.0.mlp.c_fc.weight",
                           "h.0.mlp.c_proj.weight", "h.1.attn.c_attn.weight", "h.1.attn.c_proj.weight",
                           "h.1.mlp.c_fc.weight", "h.1.mlp.c_proj.weight", "lm_head.weight", "wte.weight"});
  EXPECT_THAT(roles(all), ElementsAre(Role::branch_first, Role::branch_last, Role::branch_first, Role::branch_last,
                                      Role::branch_first, Role::branch_last, Role::branch_first, Role::branch_last,
                                      Role::readout, Role::plain));
  EXPECT_EQ(all[3].layer.blocks, 2u);
  EXPECT_EQ(all[3].layer.branch_layers, 2u);
  EXPECT_EQ(all[7].layer.index, 2u);
  EXPECT_TRUE(all[9].is_embedding);
}

TEST(Places, a_bottleneck_ends_with_its_third_convolution) {
  const auto all = places({"layer1.0.conv1.weight", "layer1.0.conv2.weight", "layer1.0.conv3.weight",
                           "layer1.0.downsample.0.weight", "layer1.1.conv1.weight", "layer1.1.conv2.weight"});
  EXPECT_THAT(roles(all), ElementsAre(Role::branch_first, Role::branch_inner, Role::branch_last, Role::skip,
                                      Role::branch_first, Role::branch_last));
  EXPECT_EQ(all[1].layer.branch_layers, 3u);
  EXPECT_EQ(all[0].layer.blocks, 2u);
}

TEST(Places, the_user_may_say_what_ends_a_branch_and_how_many_blocks_there_are) {
  PlaceOptions options;
  options.residual = std::regex("second");
  options.blocks = 24;
  const auto all = places({"b.0.first.weight", "b.0.second.weight", "b.1.first.weight", "b.1.second.weight"}, options);
  EXPECT_THAT(roles(all), ElementsAre(Role::branch_first, Role::branch_last, Role::branch_first, Role::branch_last));
  EXPECT_EQ(all[0].layer.blocks, 24u);
}

std::vector<ScaledMatrix> blocks_with(std::uint32_t blocks, std::uint32_t layers, double last, double others) {
  std::vector<ScaledMatrix> all;
  for (std::uint32_t b = 1; b <= blocks; ++b)
    for (std::uint32_t k = 1; k <= layers; ++k) {
      Place place;
      place.layer.blocks = blocks, place.layer.branch_layers = layers, place.layer.branch_position = k;
      place.layer.role = k == layers ? Role::branch_last : Role::branch_first;
      const double fan_in = k == layers ? 400 : 100;
      all.push_back({place, (k == layers ? last : others) / std::sqrt(fan_in), fan_in, 100});
    }
  return all;
}

TEST(DepthFactor, every_rule_is_recognised) {
  EXPECT_EQ(depth_factor(blocks_with(12, 2, 1.0 / std::sqrt(24.0), 1.0))->agrees_with, "1/sqrt(2L)");
  EXPECT_EQ(depth_factor(blocks_with(12, 2, 1.0 / std::sqrt(12.0), 1.0))->agrees_with, "1/sqrt(L)");
  EXPECT_EQ(depth_factor(blocks_with(12, 3, std::pow(12.0, -0.25), 1.0))->agrees_with, "L^(-1/(2m-2))");
  EXPECT_EQ(depth_factor(blocks_with(12, 2, 0.0, 1.0))->agrees_with, "zero");
  EXPECT_EQ(depth_factor(blocks_with(12, 2, 0.7, 1.0))->agrees_with, "");
  EXPECT_FALSE(depth_factor({}));
}

}  // namespace
}  // namespace initlab::test
