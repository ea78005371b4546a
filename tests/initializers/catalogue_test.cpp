// Initializers that state a law of the host's: truncated_normal, rademacher, student_t, semi_orthogonal, and he_* with
// another gain.
#include "initializers/places.hpp"

namespace initlab::test {
namespace {

/// Standard deviation times sqrt(units) of a law of that family.
double sigma(const Initializer& initializer, const Layer& layer, Law::Family family, double units) {
  const Law law = initializer.weights(layer);
  EXPECT_EQ(law.family, family);
  EXPECT_EQ(law.multiplier, 1.0);
  EXPECT_FALSE(law.unit_variance);
  return law.scale * std::sqrt(units);
}

TEST(TruncatedNormal, has_the_standard_deviation_of_keras_whatever_the_fan) {
  const Places relu("relu");
  for (const std::uint32_t fan_in : {3u, 100u, 4000u})
    for (const std::uint32_t fan_out : {7u, 300u}) {
      const Layer layer = relu.plain(2, 5, fan_in, fan_out);
      const double average = (fan_in + fan_out) / 2.0;
      for (const auto& [fan, units] : {std::pair<std::string, double>{"fan_in", fan_in},
                                       {"fan_out", fan_out},
                                       {"fan_average", average},
                                       {"none", 1.0}}) {
        const auto initializer = shipped_initializer("truncated_normal", {{{"std", 1.5}, {"fan", fan}}});
        EXPECT_NEAR(sigma(*initializer, layer, Law::Family::truncated_normal, units), 1.5, rounding) << fan;
      }
    }
}
TEST(TruncatedNormal, leaves_tensorflows_0_8796_of_the_uncut_law) {
  const auto initializer = shipped_initializer("truncated_normal", {{{"std", 0.02}, {"fan", "none"}, {"of", "uncut"}}});
  EXPECT_NEAR(initializer->weights(Places("relu").plain(1, 1, 10, 10)).scale, 0.02 * 0.87962566103423978, 1e-18);
}

TEST(Rademacher, has_one_magnitude_in_every_role) {
  const auto initializer = shipped_initializer("rademacher", {{{"sigma_w", 1.25}}});
  const Places tanh("tanh");
  for (const std::uint32_t n : {1u, 64u, 1000u})
    for (const Layer& layer : {tanh.plain(1, 3, n, 50), tanh.branch({1, 3, 2}, 2, n, 50), tanh.skip({1, 3, 2}, n, 50)})
      EXPECT_NEAR(sigma(*initializer, layer, Law::Family::rademacher, n), 1.25, rounding);
}

TEST(StudentT, has_variance_sigma_w_squared_over_fan_in_above_two_degrees_of_freedom) {
  const Places tanh("tanh");
  for (const double nu : {2.01, 3.0, 7.0, 1000.0})
    for (const std::uint32_t fan_in : {4u, 500u}) {
      const auto initializer = shipped_initializer("student_t", {{{"degrees_of_freedom", nu}, {"sigma_w", 1.5}}});
      const Law law = initializer->weights(tanh.plain(1, 3, fan_in, 20));
      EXPECT_EQ(law.family, Law::Family::student_t);
      EXPECT_EQ(law.shape, nu);
      EXPECT_NEAR(law.scale * law.scale * nu / (nu - 2.0) * fan_in, 2.25, 1e-13) << nu;
    }
}
TEST(StudentT, keeps_the_scale_of_a_sum_at_two_degrees_of_freedom_and_below) {
  const Places tanh("tanh");
  for (const double nu : {0.5, 1.0, 1.5, 2.0}) {
    const auto initializer = shipped_initializer("student_t", {{{"degrees_of_freedom", nu}, {"sigma_w", 1.5}}});
    EXPECT_NEAR(std::pow(initializer->weights(tanh.plain(1, 3, 81, 20)).scale / 1.5, -nu), 81.0, 1e-11) << nu;
  }
}

TEST(SemiOrthogonal, has_the_variance_of_lecun_normal_in_every_shape) {
  const auto initializer = shipped_initializer("semi_orthogonal", {{{"sigma_w", 1.5}}});
  const Places relu("relu");
  for (const auto& [fan_in, fan_out] : {std::pair{100u, 100u}, {100u, 400u}, {400u, 100u}}) {
    const double gain = sigma(*initializer, relu.plain(1, 3, fan_in, fan_out), Law::Family::orthogonal, 1.0);
    // An entry of a Haar matrix has variance gain^2 / max(fan_in, fan_out).
    EXPECT_NEAR(gain * gain / std::max(fan_in, fan_out) * fan_in, 2.25, 1e-14);
  }
}

TEST(HeNormal, takes_the_slope_of_a_leaky_relu_from_the_activation_or_as_a_number) {
  const Places leaky_relu("leaky_relu", {{{"slope", 0.3}}});
  const Layer leaky = leaky_relu.plain(1, 5, 100, 300);
  EXPECT_NEAR(weight_sigma(*shipped_initializer("he_normal"), leaky), std::sqrt(2.0 / 1.09), rounding);
  EXPECT_NEAR(weight_sigma(*shipped_initializer("he_normal", {{{"gain", "gradient"}}}), leaky), std::sqrt(2.0 / 1.09),
              rounding);
  const Places tanh("tanh");
  const auto given = shipped_initializer("he_normal", {{{"gain", "leaky_relu"}, {"slope", 0.3}}});
  EXPECT_NEAR(weight_sigma(*given, tanh.plain(1, 5, 100, 300)), std::sqrt(2.0 / 1.09), rounding);
  const auto uniform = shipped_initializer("he_uniform", {{{"gain", "leaky_relu"}, {"slope", 0.3}}});
  EXPECT_NEAR(uniform->weights(tanh.plain(1, 5, 100, 300)).scale, std::sqrt(6.0 / 1.09 / 100.0), rounding);
}
// E phi(z)^2 and E phi'(z)^2 of tanh by quadrature with 40 digits: 0.3942944904, 0.4644029024 (docs/decisions).
TEST(HeNormal, keeps_signals_or_gradients_of_any_activation_exactly) {
  const Places tanh("tanh");
  const Layer layer = tanh.plain(1, 5, 100, 300);
  constexpr double ten_digits = 1e-9;
  EXPECT_NEAR(weight_sigma(*shipped_initializer("he_normal"), layer), 1 / std::sqrt(0.3942944904), ten_digits);
  EXPECT_NEAR(weight_sigma(*shipped_initializer("he_normal", {{{"gain", "gradient"}}}), layer),
              1 / std::sqrt(0.4644029024), ten_digits);
}
TEST(HeNormal, refuses_a_slope_that_it_would_not_use) {
  for (const std::string id : {"he_normal", "he_uniform"})
    EXPECT_EQ(sentence_of([&] {
                shipped_initializer(id, {{{"slope", 0.3}}});
              }),
              "initializer '" + id +
                  "' refused its parameters: 'slope' without gain = \"leaky_relu\" (the other gains take it from the "
                  "activation). Leave it out.");
}

}  // namespace
}  // namespace initlab::test
