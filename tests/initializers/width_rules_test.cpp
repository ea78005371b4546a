// Rules of width and of data: mup, ntk, lsuv.
#include "initializers/places.hpp"

namespace initlab::test {
namespace {

TEST(Mup, is_lecun_in_layers_branches_and_skips) {
  const auto initializer = shipped_initializer("mup");
  const Places relu("relu");
  for (const std::uint32_t width : {64u, 256u, 4096u}) {
    EXPECT_NEAR(weight_sigma(*initializer, relu.plain(1, 10, width, 100)), 1.0, rounding);
    EXPECT_NEAR(weight_sigma(*initializer, relu.branch({1, 10, 2}, 2, width, 100)), 1.0, rounding);
    EXPECT_NEAR(weight_sigma(*initializer, relu.skip({1, 10, 2}, width, 100)), 1.0, rounding);
  }
}
TEST(Mup, shrinks_the_readout_by_the_width_from_the_base_width_on) {
  const auto initializer = shipped_initializer("mup", {{{"sigma_w", 1.5}, {"base_width", 100.0}}});
  const Places relu("relu");
  for (const double width : {25.0, 100.0, 6400.0}) {
    const double std = initializer->weights(relu.readout(static_cast<std::uint32_t>(width), 10)).scale;
    EXPECT_NEAR(std * std, 2.25 * 100.0 / (width * width), 1e-15);
  }
}

TEST(Ntk, multiplies_standard_normal_weights) {
  const auto initializer = shipped_initializer("ntk", {{{"sigma_w", 1.5}, {"sigma_b", 0.1}}});
  const Places relu("relu");
  for (const std::uint32_t fan_in : {4u, 400u}) {
    const Layer layer = relu.plain(2, 3, fan_in, 50);
    const Law law = initializer->weights(layer);
    EXPECT_EQ(law.family, Law::Family::gaussian);
    EXPECT_EQ(law.scale, 1.0);
    EXPECT_NEAR(law.multiplier * law.multiplier * fan_in, 2.25, rounding);
    EXPECT_EQ(initializer->biases(layer), gaussian(0.1));
  }
}

TEST(Lsuv, is_orthogonal_and_scaled_to_the_data_everywhere) {
  const auto initializer = shipped_initializer("lsuv");
  const Places relu("relu");
  Law expected = orthogonal(1.0);
  expected.unit_variance = true;
  EXPECT_EQ(initializer->weights(relu.plain(1, 3, 100, 50)), expected);
  EXPECT_EQ(initializer->weights(relu.branch({1, 3, 2}, 2, 50, 100)), expected);
  EXPECT_EQ(initializer->weights(relu.skip({1, 3, 2}, 50, 100)), expected);
  EXPECT_EQ(initializer->biases(relu.plain(1, 3, 100, 50)), constant(0.0));
}

}  // namespace
}  // namespace initlab::test
