#include <vector>

#include "initializers/places.hpp"

namespace initlab::test {
namespace {

struct EdgePoint {
  std::string activation;
  double sigma_b, sigma_w;
};

// From independent quadratures of q - V(q)/D(q) = sigma_b^2, sigma_w = D(q)^(-1/2).
const std::vector<EdgePoint> table = {
    {"tanh", 0.05, 1.12254}, {"tanh", 0.2, 1.30415},      {"tanh", 0.3, 1.39558},    {"tanh", 1.0, 1.85559},
    {"erf", 0.1, 1.05559},   {"erf", 1.0, 1.64875},       {"elu", 0.05, 1.13187},    {"elu", 0.2, 1.22925},
    {"elu", 1.0, 1.35798},   {"selu", 0.1, 0.87191},      {"gelu", 0.0, 2.0},        {"gelu", 0.5, 1.39987},
    {"gelu", 1.0, 1.40594},  {"silu", 0.0, 2.0},          {"silu", 1.0, 1.40251},    {"mish", 0.5, 1.39343},
    {"sin", 0.5, 1.33033},   {"hard_tanh", 0.2, 1.06861}, {"softsign", 0.3, 1.89749}};
constexpr double half_of_the_last_digit = 0.5e-5 + 1e-9;

TEST(Critical, has_the_tabulated_edge_of_every_activation) {
  for (const auto& [activation, sigma_b, sigma_w] : table) {
    const auto initializer = shipped_initializer("critical", {{{"sigma_b", sigma_b}}});
    const Places phi(activation);
    const Layer layer = phi.plain(3, 20, 150, 90);
    EXPECT_NEAR(weight_sigma(*initializer, layer), sigma_w, half_of_the_last_digit) << activation << ' ' << sigma_b;
    EXPECT_EQ(bias_std(*initializer, layer), sigma_b);
  }
}

TEST(Critical, keeps_gradients_at_the_length_that_signals_settle_to) {
  const double sigma_b = 0.3;
  const auto initializer = shipped_initializer("critical", {{{"sigma_b", sigma_b}}});
  for (const std::string activation : {"tanh", "elu", "erf"}) {
    const Places phi(activation);
    const double sigma_w = weight_sigma(*initializer, phi.plain(1, 5, 64, 64));
    double q = 1.0;
    for (int l = 0; l < 2000; ++l) q = sigma_w * sigma_w * phi.theory().second_moment(q) + sigma_b * sigma_b;
    EXPECT_NEAR(sigma_w * sigma_w * phi.theory().derivative_second_moment(q), 1.0, 1e-8) << activation;
  }
}

TEST(Critical, is_he_for_rectifiers_without_biases) {
  const auto initializer = shipped_initializer("critical");
  const Places relu("relu"), leaky("leaky_relu", {{{"slope", 0.3}}});
  EXPECT_NEAR(weight_sigma(*initializer, relu.plain(1, 5, 64, 32)), std::sqrt(2.0), 1e-12);
  EXPECT_NEAR(weight_sigma(*initializer, leaky.plain(1, 5, 64, 32)), std::sqrt(2.0 / 1.09), 1e-12);
}

TEST(Critical, treats_branches_like_layers_and_skips_as_linear) {
  const auto initializer = shipped_initializer("critical", {{{"sigma_b", 0.2}}});
  const Places tanh("tanh");
  EXPECT_NEAR(weight_sigma(*initializer, tanh.branch({2, 9, 2}, 1, 77, 55)), 1.30415, half_of_the_last_digit);
  EXPECT_NEAR(weight_sigma(*initializer, tanh.skip({2, 9, 2}, 77, 55)), 1.0, rounding);
  EXPECT_EQ(bias_std(*initializer, tanh.skip({2, 9, 2}, 77, 55)), 0.0);
}

TEST(Critical, tells_when_there_is_no_edge) {
  const auto initializer = shipped_initializer("critical", {{{"sigma_b", 0.2}}});
  for (const std::string activation : {"relu", "softplus"}) {
    const Places phi(activation);
    EXPECT_EQ(sentence_of([&] { initializer->weights(phi.plain(1, 5, 64, 64)); })
                  .find("initializer 'critical' failed: activation '" + activation +
                        "' has no stable edge of chaos at sigma_b = 0.2"),
              0u);
  }
}

// GELU's map leaves its point at q = 0.57564: the slope there, 1 + sigma_w^2 E[phi phi''], is above 1.
TEST(Critical, refuses_an_edge_at_which_no_signal_stays) {
  const auto initializer = shipped_initializer("critical", {{{"sigma_b", 0.2}}});
  const Places gelu("gelu");
  const std::string sentence = sentence_of([&] { initializer->weights(gelu.plain(1, 5, 64, 64)); });
  EXPECT_NE(sentence.find("only a point that no input length reaches"), std::string::npos) << sentence;
}

}  // namespace
}  // namespace initlab::test
