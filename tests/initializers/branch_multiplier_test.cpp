// Initializers whose rule is the multipliers of a block.
#include "initializers/places.hpp"

namespace initlab::test {
namespace {

constexpr double he_relu = 1.4142135623730951;

class ZeroBranch : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Both, ZeroBranch, testing::Values("skip_init", "rezero"),
                         [](const auto& id) { return id.param; });

TEST_P(ZeroBranch, starts_as_its_skip_connections) {
  const auto initializer = shipped_initializer(GetParam());
  const Places relu("relu");
  for (const std::uint32_t block : {1u, 5u, 100u})
    EXPECT_EQ(initializer->multipliers(relu.branch({block, 100, 2}, 1, 64, 64)), (Multipliers{1.0, 0.0, 1.0}));
}
TEST_P(ZeroBranch, has_weights_of_he) {
  const auto initializer = shipped_initializer(GetParam());
  const Places relu("relu");
  for (const std::uint32_t position : {1u, 2u, 3u})
    EXPECT_NEAR(weight_sigma(*initializer, relu.branch({2, 10, 3}, position, 50, 70)), he_relu, rounding);
  EXPECT_NEAR(weight_sigma(*initializer, relu.plain(2, 10, 50, 70)), he_relu, rounding);
  EXPECT_NEAR(weight_sigma(*initializer, relu.skip({2, 10, 3}, 50, 70)), 1.0, rounding);
}
TEST_P(ZeroBranch, can_start_elsewhere) {
  const auto initializer = shipped_initializer(GetParam(), {{{"alpha", -0.25}}});
  const Places relu("relu");
  EXPECT_EQ(initializer->multipliers(relu.branch({2, 100, 2}, 1, 64, 64)), (Multipliers{1.0, -0.25, 1.0}));
}

TEST(DepthMup, multiplies_branches_by_the_inverse_root_of_the_depth) {
  const auto initializer = shipped_initializer("depth_mup", {{{"a", 3.0}, {"sigma_w", 1.25}}});
  const Places relu("relu");
  for (const std::uint32_t blocks : {1u, 9u, 100u, 1000u}) {
    const Layer first = relu.branch({1, blocks, 2}, 1, 64, 32);
    const Multipliers multipliers = initializer->multipliers(first);
    EXPECT_EQ(multipliers.skip, 1.0);
    EXPECT_EQ(multipliers.branch_input, 1.0);
    EXPECT_NEAR(multipliers.branch * multipliers.branch * blocks, 9.0, 1e-13);
    EXPECT_NEAR(weight_sigma(*initializer, first), 1.25, rounding);
    EXPECT_NEAR(weight_sigma(*initializer, relu.skip({1, blocks, 2}, 64, 32)), 1.0, rounding);
  }
}

TEST(NfResnet, adds_alpha_squared_to_the_signal_in_every_block) {
  const double alpha = 0.3;
  const auto initializer = shipped_initializer("nf_resnet", {{{"alpha", alpha}}});
  for (const std::string activation : {"relu", "tanh", "gelu"}) {
    const Places phi(activation);
    double p = 1.0;
    for (std::uint32_t block = 1; block <= 40; ++block) {
      // residual-preact with two matrices: every matrix follows an activation.
      const Multipliers multipliers = initializer->multipliers(phi.branch({block, 40, 2}, 1, 64, 64));
      double q = multipliers.branch_input * multipliers.branch_input * p;
      EXPECT_NEAR(q, 1.0, 1e-12) << activation << ' ' << block;
      for (const std::uint32_t position : {1u, 2u}) {
        const double sigma = weight_sigma(*initializer, phi.branch({block, 40, 2}, position, 64, 64));
        q = sigma * sigma * phi.theory().second_moment(q);
      }
      p = multipliers.skip * multipliers.skip * p + multipliers.branch * multipliers.branch * q;
      EXPECT_NEAR(p, 1.0 + block * alpha * alpha, 1e-12) << activation << ' ' << block;
    }
  }
}

TEST(NfResnet, has_the_papers_multipliers) {
  const auto initializer = shipped_initializer("nf_resnet");
  const Places relu("relu");
  EXPECT_EQ(initializer->multipliers(relu.branch({1, 30, 2}, 1, 64, 64)), (Multipliers{1.0, 0.2, 1.0}));
  EXPECT_NEAR(initializer->multipliers(relu.branch({26, 30, 2}, 1, 64, 64)).branch_input, 1.0 / std::sqrt(2.0),
              rounding);
}

}  // namespace
}  // namespace initlab::test
