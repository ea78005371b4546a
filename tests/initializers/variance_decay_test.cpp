#include "initializers/places.hpp"

namespace initlab::test {
namespace {

const PluginArguments all_different{{{"sigma_w", 1.5},
                                     {"sigma_v", 1.25},
                                     {"sigma_a", 0.75},
                                     {"sigma_b", 0.5},
                                     {"beta_w", 0.25},
                                     {"beta_v", 0.75},
                                     {"beta_a", 1.5},
                                     {"beta_b", 2.0}}};

double variance(double standard_deviation) { return standard_deviation * standard_deviation; }

TEST(VarianceDecay, is_a_power_of_the_block_for_each_of_w_v_a_b) {
  const auto initializer = shipped_initializer("variance_decay", all_different);
  const Places tanh("tanh");
  for (const std::uint32_t l : {1u, 2u, 16u, 81u, 1000u}) {
    const Layer w = tanh.branch({l, 1000, 2}, 1, 100, 300), v = tanh.branch({l, 1000, 2}, 2, 300, 300);
    EXPECT_NEAR(variance(weight_sigma(*initializer, w)), 2.25 / std::sqrt(std::sqrt(l)), 1e-13) << l;
    EXPECT_NEAR(variance(weight_sigma(*initializer, v)), 1.5625 / std::sqrt(l * std::sqrt(l)), 1e-13) << l;
    EXPECT_NEAR(variance(bias_std(*initializer, w)), 0.25 / l / l, 1e-13) << l;
    EXPECT_NEAR(variance(bias_std(*initializer, v)), 0.5625 / (l * std::sqrt(l)), 1e-13) << l;
  }
}

TEST(VarianceDecay, of_a_reduced_block_is_that_of_w_and_b) {
  const auto initializer = shipped_initializer("variance_decay", all_different);
  const Places tanh("tanh");
  const Layer only = tanh.branch({16, 20, 1}, 1, 100, 100);
  EXPECT_NEAR(variance(weight_sigma(*initializer, only)), 2.25 / 2.0, 1e-13);
  EXPECT_NEAR(variance(bias_std(*initializer, only)), 0.25 / 256.0, 1e-13);
}

TEST(VarianceDecay, leaves_skips_alone) {
  const auto initializer = shipped_initializer("variance_decay", all_different);
  const Places tanh("tanh");
  EXPECT_NEAR(weight_sigma(*initializer, tanh.skip({16, 20, 2}, 50, 100)), 1.0, rounding);
  EXPECT_EQ(bias_std(*initializer, tanh.skip({16, 20, 2}, 50, 100)), 0.0);
}

// Yang & Schoenholz 2018 for ReLU with beta_v + beta_w = 1: chi_0/chi_L = Gamma(L + 1 + B) / (Gamma(L + 1) Gamma(1 +
// B)).
TEST(VarianceDecay, lets_relu_gradients_grow_like_the_papers_quotient_of_gamma_functions) {
  const auto initializer =
      shipped_initializer("variance_decay", {{{"beta_w", 0.4}, {"beta_v", 0.6}, {"sigma_w", 1.1}}});
  const Places relu("relu");
  const std::uint32_t blocks = 300;
  double log_growth = 0;
  for (std::uint32_t l = 1; l <= blocks; ++l) {
    const double sigma_w = weight_sigma(*initializer, relu.branch({l, blocks, 2}, 1, 128, 128));
    const double sigma_v = weight_sigma(*initializer, relu.branch({l, blocks, 2}, 2, 128, 128));
    log_growth += std::log1p(variance(sigma_w * sigma_v) * 0.5);
  }
  const double b = 1.1 * 1.1 / 2.0;
  EXPECT_NEAR(log_growth, std::lgamma(blocks + 1 + b) - std::lgamma(blocks + 1.0) - std::lgamma(1 + b), 1e-11);
}

}  // namespace
}  // namespace initlab::test
