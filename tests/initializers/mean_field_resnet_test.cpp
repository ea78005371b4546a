// mean_field_resnet against a table, closed forms, and the recursion written down once more.
#include <chrono>
#include <vector>

#include "initializers/places.hpp"

namespace initlab::test {
namespace {

PluginArguments with_budget(double budget) { return {{{"budget", budget}}}; }
PluginArguments largest_signal(double log_bound) {
  return {{{"goal", std::string("largest_signal")}, {"log_bound", log_bound}}};
}

// log(chi_0/chi_L) = G for tanh, x + V phi(W x), sigma_v = 1, E[x_0^2] = 1: from an independent program.
TEST(MeanFieldResnet, has_the_tabulated_scales_for_tanh) {
  const std::vector<std::uint32_t> blocks = {10, 20, 50, 100, 200, 500, 1000};
  const std::vector<std::pair<double, std::vector<double>>> table = {
      {1, {0.37923, 0.24574, 0.14700, 0.10197, 0.07141, 0.04490, 0.03169}},
      {2, {0.71802, 0.41823, 0.22678, 0.15100, 0.10341, 0.06411, 0.04503}},
      {5, {2.31949, 1.25846, 0.61781, 0.37123, 0.22635, 0.12202, 0.07944}}};
  constexpr double half_of_the_last_digit = 0.5e-5 + 1e-9;
  const Places tanh("tanh");
  for (const auto& [budget, scales] : table) {
    const auto initializer = shipped_initializer("mean_field_resnet", with_budget(budget));
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const Layer w = tanh.branch({1, blocks[i], 2}, 1, 300, 200);
      EXPECT_NEAR(weight_sigma(*initializer, w), scales[i], half_of_the_last_digit) << budget << ' ' << blocks[i];
    }
  }
}

TEST(MeanFieldResnet, spends_the_budget_in_the_recursion_it_was_made_for) {
  const double sigma_v = 1.2, sigma_a = 0.4, sigma_b = 0.3, input = 2.0, budget = 1.5;
  const PluginArguments arguments{{{"budget", budget},
                                   {"sigma_v", sigma_v},
                                   {"sigma_a", sigma_a},
                                   {"sigma_b", sigma_b},
                                   {"input_mean_square", input}}};
  const auto initializer = shipped_initializer("mean_field_resnet", arguments);
  for (const std::string activation : {"tanh", "gelu", "erf", "silu"}) {
    const Places phi(activation);
    const std::uint32_t blocks = 30;
    const double sigma_w = weight_sigma(*initializer, phi.branch({1, blocks, 2}, 1, 100, 100));
    double p = input, log_growth = 0;
    for (std::uint32_t l = 0; l < blocks; ++l) {
      const double q = sigma_w * sigma_w * p + sigma_b * sigma_b;
      log_growth += std::log1p(sigma_v * sigma_v * sigma_w * sigma_w * phi.theory().derivative_second_moment(q));
      p += sigma_v * sigma_v * phi.theory().second_moment(q) + sigma_a * sigma_a;
    }
    EXPECT_NEAR(log_growth, budget, 1e-9) << activation;
  }
}

// (1 + sigma_w^2/2)^L = exp(G) for x + V relu(W x) and for the gradients of x + relu(W x).
TEST(MeanFieldResnet, is_the_closed_form_for_relu) {
  const Places relu("relu");
  const auto initializer = shipped_initializer("mean_field_resnet", with_budget(3.0));
  for (const std::uint32_t matrices : {1u, 2u})
    for (const std::uint32_t blocks : {1u, 7u, 50u, 1000u})
      EXPECT_NEAR(weight_sigma(*initializer, relu.branch({1, blocks, matrices}, 1, 64, 128)),
                  std::sqrt(2.0 * std::expm1(3.0 / blocks)), 1e-9)
          << matrices << ' ' << blocks;
}

TEST(MeanFieldResnet, lets_a_relu_signal_grow_to_its_bound) {
  const Places relu("relu");
  for (const double log_bound : {5.0, 80.0}) {
    const auto initializer = shipped_initializer("mean_field_resnet", largest_signal(log_bound));
    for (const std::uint32_t blocks : {10u, 50u, 200u})
      EXPECT_NEAR(weight_sigma(*initializer, relu.branch({1, blocks, 2}, 1, 64, 64)),
                  std::sqrt(2.0 * std::expm1(log_bound / blocks)), 1e-8 * std::exp(log_bound / blocks))
          << log_bound << ' ' << blocks;
  }
}

TEST(MeanFieldResnet, gives_each_matrix_and_bias_its_part) {
  const PluginArguments arguments{{{"sigma_v", 1.25}, {"sigma_a", 0.5}, {"sigma_b", 0.25}}};
  const auto initializer = shipped_initializer("mean_field_resnet", arguments);
  const Places tanh("tanh");
  const Layer w = tanh.branch({3, 40, 2}, 1, 100, 400), v = tanh.branch({3, 40, 2}, 2, 400, 400);
  const Layer skip = tanh.skip({3, 40, 2}, 100, 400), only = tanh.branch({3, 40, 1}, 1, 100, 400);
  EXPECT_NEAR(weight_sigma(*initializer, v), 1.25, rounding);
  EXPECT_NEAR(weight_sigma(*initializer, skip), 1.0, rounding);
  EXPECT_EQ(bias_std(*initializer, w), 0.25);
  EXPECT_EQ(bias_std(*initializer, v), 0.5);
  EXPECT_EQ(bias_std(*initializer, skip), 0.0);
  EXPECT_EQ(bias_std(*initializer, only), 0.25);
  EXPECT_EQ(initializer->multipliers(w), Multipliers{});
}

TEST(MeanFieldResnet, has_one_scale_for_every_block_and_width) {
  const auto initializer = shipped_initializer("mean_field_resnet");
  const Places tanh("tanh");
  const double sigma_w = weight_sigma(*initializer, tanh.branch({1, 60, 2}, 1, 100, 100));
  for (const std::uint32_t block : {2u, 30u, 60u})
    for (const std::uint32_t width : {10u, 1000u})
      EXPECT_NEAR(weight_sigma(*initializer, tanh.branch({block, 60, 2}, 1, width, width)), sigma_w, rounding);
}

TEST(MeanFieldResnet, solves_once_for_a_thousand_blocks) {
  const auto initializer = shipped_initializer("mean_field_resnet");
  const Places tanh("tanh");
  const auto start = std::chrono::steady_clock::now();
  for (std::uint32_t block = 1; block <= 1000; ++block)
    initializer->weights(tanh.branch({block, 1000, 2}, 1, 100, 100));
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  EXPECT_LT(taken.count(), 30.0);  // seconds, also on a busy machine; a solution for every block would take minutes
}

TEST(MeanFieldResnet, tells_what_it_is_not_for) {
  const auto initializer = shipped_initializer("mean_field_resnet");
  const Places tanh("tanh");
  EXPECT_EQ(
      sentence_of([&] { initializer->weights(tanh.plain(1, 10, 100, 100)); }),
      "initializer 'mean_field_resnet' failed: a plain network (mean_field_resnet is for residual networks: it solves "
      "their recursion). Take 'critical', or a residual architecture.");
  EXPECT_EQ(
      sentence_of([&] {
        initializer->weights(tanh.branch({1, 10, 3}, 1, 100, 100));
      }),
      "initializer 'mean_field_resnet' failed: a branch of 3 matrices (mean_field_resnet solves the recursions of "
      "residual-reduced and residual-full, of one and two). Take one of these, or 'fixup'.");
}

TEST(MeanFieldResnet, tells_when_an_activation_keeps_every_signal_small) {
  const auto initializer = shipped_initializer("mean_field_resnet", largest_signal(80.0));
  const Places tanh("tanh");
  EXPECT_NE(sentence_of([&] {
              initializer->weights(tanh.branch({1, 10, 2}, 1, 100, 100));
            }).find("activation 'tanh' keeps E[x_L^2] below that bound for every sigma_w"),
            std::string::npos);
}

}  // namespace
}  // namespace initlab::test
