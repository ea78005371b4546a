// Rules of transformers, on networks whose blocks stand for the layers.
#include "initializers/places.hpp"

namespace initlab::test {
namespace {

/// Of Xavier's variance 2/(fan_in + fan_out).
double xavier_gain(const Initializer& initializer, const Layer& layer) {
  const Law law = initializer.weights(layer);
  EXPECT_EQ(law.family, Law::Family::gaussian);
  return law.scale * std::sqrt((double(layer.fan_in) + double(layer.fan_out)) / 2.0);
}
PluginArguments stack(const std::string& name) { return {{{"stack", name}}}; }

TEST(Gpt2, shrinks_the_matrix_that_ends_a_branch) {
  const auto initializer = shipped_initializer("gpt2");
  const Places gelu("gelu");
  for (const std::uint32_t layers : {12u, 24u, 48u}) {
    EXPECT_EQ(initializer->weights(gelu.branch({1, layers, 2}, 1, 768, 3072)), gaussian(0.02));
    EXPECT_NEAR(initializer->weights(gelu.branch({1, layers, 2}, 2, 3072, 768)).scale, 0.02 / std::sqrt(2.0 * layers),
                1e-17);
    EXPECT_NEAR(initializer->weights(gelu.branch({1, layers, 1}, 1, 768, 768)).scale, 0.02 / std::sqrt(2.0 * layers),
                1e-17);
  }
  EXPECT_EQ(initializer->weights(gelu.plain(1, 12, 768, 768)), gaussian(0.02));
  EXPECT_EQ(initializer->weights(gelu.skip({1, 12, 2}, 768, 1024)), gaussian(0.02));
}
TEST(Gpt2, can_count_one_branch_a_block) {
  const auto initializer = shipped_initializer("gpt2", {{{"std", 0.1}, {"branches_per_block", 1.0}}});
  const Places gelu("gelu");
  EXPECT_NEAR(initializer->weights(gelu.branch({1, 25, 2}, 2, 64, 64)).scale, 0.02, 1e-17);
}

// N = 12 encoder layers, M = 6 decoder layers: the four digits of several published implementations.
TEST(DeepNorm, has_the_published_numbers_for_twelve_and_six_layers) {
  constexpr double half_of_the_last_digit = 0.5e-4;
  const Places relu("relu");
  const Layer encoder_layer = relu.branch({4, 12, 2}, 1, 512, 2048),
              decoder_layer = relu.branch({4, 6, 2}, 1, 512, 2048);
  const auto encoder = shipped_initializer("deepnorm", {{{"stack", std::string("encoder")}, {"other_layers", 6.0}}});
  EXPECT_NEAR(encoder->multipliers(encoder_layer).skip, 1.6862, half_of_the_last_digit);
  EXPECT_NEAR(xavier_gain(*encoder, encoder_layer), 0.4179, half_of_the_last_digit);
  const auto decoder = shipped_initializer("deepnorm", {{{"stack", std::string("decoder")}, {"other_layers", 12.0}}});
  EXPECT_NEAR(decoder->multipliers(decoder_layer).skip, 2.0598, half_of_the_last_digit);
  EXPECT_NEAR(xavier_gain(*decoder, decoder_layer), 0.3433, half_of_the_last_digit);
}
TEST(DeepNorm, of_a_single_stack_is_a_fourth_root) {
  const Places relu("relu");
  for (const std::string name : {"encoder_only", "decoder_only"}) {
    const auto initializer = shipped_initializer("deepnorm", stack(name));
    for (const std::uint32_t layers : {2u, 8u, 100u, 1000u}) {
      const Layer last = relu.branch({1, layers, 2}, 2, 300, 700);
      const Multipliers multipliers = initializer->multipliers(relu.branch({1, layers, 2}, 1, 700, 300));
      EXPECT_NEAR(std::pow(multipliers.skip, 4), 2.0 * layers, 1e-10 * layers);
      EXPECT_EQ(multipliers.branch, 1.0);
      EXPECT_EQ(multipliers.branch_input, 1.0);
      EXPECT_NEAR(std::pow(xavier_gain(*initializer, last), -4), 8.0 * layers, 1e-10 * layers);
    }
  }
}
TEST(DeepNorm, is_xavier_outside_branches) {
  const auto initializer = shipped_initializer("deepnorm");
  const Places relu("relu");
  EXPECT_NEAR(xavier_gain(*initializer, relu.plain(1, 12, 300, 700)), 1.0, rounding);
  EXPECT_NEAR(xavier_gain(*initializer, relu.skip({1, 12, 2}, 300, 700)), 1.0, rounding);
}

TEST(TFixup, scales_xavier_by_the_fourth_root_of_the_depth) {
  const Places relu("relu");
  const auto encoder = shipped_initializer("t_fixup"), decoder = shipped_initializer("t_fixup", stack("decoder"));
  for (const std::uint32_t layers : {6u, 16u, 200u})
    for (const std::uint32_t position : {1u, 2u}) {
      const Layer layer = relu.branch({1, layers, 2}, position, 300, 700);
      EXPECT_NEAR(xavier_gain(*encoder, layer), 0.67 / std::sqrt(std::sqrt(layers)), rounding);
      EXPECT_NEAR(xavier_gain(*decoder, layer), 1.0 / std::sqrt(3.0 * std::sqrt(layers)), rounding);
      EXPECT_EQ(encoder->multipliers(layer), Multipliers{});
    }
  EXPECT_NEAR(xavier_gain(*encoder, relu.plain(1, 12, 300, 700)), 1.0, rounding);
}

}  // namespace
}  // namespace initlab::test
