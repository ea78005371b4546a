#include "initializers/places.hpp"

namespace initlab::test {
namespace {

constexpr double he_relu = 1.4142135623730951;

TEST(Fixup, divides_he_by_the_root_of_the_depth_in_branches_of_two) {
  const auto initializer = shipped_initializer("fixup");
  const Places relu("relu");
  for (const std::uint32_t blocks : {10u, 100u, 1000u})
    for (const std::uint32_t width : {64u, 300u})
      EXPECT_NEAR(weight_sigma(*initializer, relu.branch({blocks / 2, blocks, 2}, 1, width, 2 * width)),
                  he_relu / std::sqrt(blocks), rounding);
}

TEST(Fixup, divides_he_by_the_fourth_root_of_the_depth_in_branches_of_three) {
  const auto initializer = shipped_initializer("fixup");
  const Places relu("relu");
  for (const std::uint32_t blocks : {10u, 100u, 1000u})
    for (const std::uint32_t position : {1u, 2u})
      EXPECT_NEAR(weight_sigma(*initializer, relu.branch({1, blocks, 3}, position, 64, 64)),
                  he_relu / std::sqrt(std::sqrt(blocks)), rounding);
}

TEST(Fixup, has_he_gain_of_any_activation) {
  const auto initializer = shipped_initializer("fixup");
  const Places leaky("leaky_relu", {{{"slope", 0.3}}});
  const Places tanh("tanh");
  EXPECT_NEAR(weight_sigma(*initializer, leaky.branch({1, 100, 2}, 1, 64, 64)), std::sqrt(2.0 / 1.09) / 10.0, rounding);
  // E[tanh(z)^2] = 0.394294490 by an independent quadrature.
  EXPECT_NEAR(weight_sigma(*initializer, tanh.branch({1, 100, 2}, 1, 64, 64)), 0.1 / std::sqrt(0.394294490), 1e-9);
}

TEST(Fixup, starts_the_last_matrix_the_readout_and_all_biases_at_zero) {
  const auto initializer = shipped_initializer("fixup");
  const Places relu("relu");
  for (const std::uint32_t matrices : {2u, 3u, 5u})
    EXPECT_EQ(initializer->weights(relu.branch({3, 10, matrices}, matrices, 64, 64)), constant(0.0));
  EXPECT_EQ(initializer->weights(relu.readout(64, 10)), constant(0.0));
  EXPECT_EQ(initializer->biases(relu.branch({3, 10, 2}, 1, 64, 64)), constant(0.0));
}

TEST(Fixup, is_he_outside_branches_and_keeps_lengths_in_skips) {
  const auto initializer = shipped_initializer("fixup");
  const Places relu("relu");
  EXPECT_NEAR(weight_sigma(*initializer, relu.plain(1, 10, 64, 32)), he_relu, rounding);
  EXPECT_NEAR(weight_sigma(*initializer, relu.skip({3, 10, 2}, 64, 32)), 1.0, rounding);
}

TEST(Fixup, tells_that_one_matrix_is_too_few) {
  const auto initializer = shipped_initializer("fixup");
  const Places relu("relu");
  EXPECT_EQ(sentence_of([&] {
              initializer->weights(relu.branch({1, 10, 1}, 1, 64, 64));
            }),
            "initializer 'fixup' failed: a branch of one matrix (Fixup starts the last one at zero and scales the "
            "others by L^(-1/(2m-2)), m > 1). Take residual-full or residual-preact, or 'skip_init'.");
}

}  // namespace
}  // namespace initlab::test
