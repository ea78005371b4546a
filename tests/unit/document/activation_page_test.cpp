#include "document/activation_page.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <initlab/math.hpp>
#include <numbers>

#include "core/function_activation.hpp"
#include "document/activation_plot.hpp"
#include "document/published_gains.hpp"

namespace initlab {
namespace {

using testing::HasSubstr;
using testing::Not;

const FunctionActivation relu("relu", [](auto z) { return z > decltype(z)(0) ? z : decltype(z)(0); }, {0.0});
const FunctionActivation cube("cube", [](auto z) { return z * z * z; });
const FunctionActivation step("step", [](auto z) { return z > decltype(z)(0) ? decltype(z)(1) : decltype(z)(0); },
                              {0.0});

PluginRecord record_of(const std::string& id) {
  PluginRecord record;
  record.id = id;
  record.version = "1.0";
  record.summary = "A <summary>.";
  record.formula = "phi(z) = |z|";
  return record;
}

std::string page_of(const Activation& phi) { return activation_page(record_of(phi.name()), {}, activation_facts(phi)); }

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t place = 0; (place = text.find(part, place)) != std::string::npos; place += part.size()) ++found;
  return found;
}

TEST(ActivationFacts, are_the_gaussian_moments_of_relu) {
  const ActivationFacts facts = activation_facts(relu);
  EXPECT_NEAR(facts.mean, 1.0 / std::sqrt(2.0 * std::numbers::pi), 1e-12);
  EXPECT_NEAR(facts.second_moment, 0.5, 1e-12);
  EXPECT_NEAR(facts.variance, 0.5 - 0.5 / std::numbers::pi, 1e-12);
  EXPECT_NEAR(facts.product, facts.mean, 1e-12);  // phi phi' = phi
  EXPECT_NEAR(facts.gain(), std::sqrt(2.0), 1e-12);
}

TEST(ActivationFacts, leave_no_rounding_where_a_moment_is_zero) {
  // z^3 and (z^3)(3 z^2) are odd; E z^6 = 15, E (3 z^2)^2 = 27.
  const ActivationFacts facts = activation_facts(cube);
  EXPECT_EQ(facts.mean, 0.0);
  EXPECT_EQ(facts.product, 0.0);
  EXPECT_NEAR(facts.second_moment, 15.0, 1e-10);
  EXPECT_NEAR(facts.slope_square, 27.0, 1e-10);
}

TEST(ActivationPage, has_the_exact_gain_beside_the_published_one_with_its_deviation) {
  const std::string page = page_of(relu);
  EXPECT_THAT(page, HasSubstr("| 1.7139589 | 1.7128586 | +0.064 % |"));
  EXPECT_THAT(page, HasSubstr("| 1.4142136 | 1.4142136 | +0.000 % |"));
  EXPECT_THAT(page_of(cube), Not(HasSubstr("published")));
}

TEST(ActivationPage, says_what_a_jump_and_an_edge_that_is_not_there_mean) {
  const std::string page = page_of(step);
  EXPECT_THAT(page, HasSubstr("there is no edge of chaos"));
  EXPECT_THAT(page, HasSubstr("This activation jumps"));
  EXPECT_THAT(page, Not(HasSubstr("| `sigma_b` |")));
  EXPECT_THAT(page, HasSubstr("| `1/sqrt(E[phi'^2])` | none |"));
}

TEST(ActivationPage, shows_a_record_s_text_as_text) {
  const std::string page = page_of(relu);
  EXPECT_THAT(page, HasSubstr("A \\<summary\\>."));
  EXPECT_THAT(page, HasSubstr("```text\nphi(z) = |z|\n```"));
}

TEST(ActivationPlot, draws_a_jump_as_a_gap) {
  // phi in two parts, phi' in one; the legend has no polyline.
  EXPECT_EQ(count(activation_plot(step), "<polyline class=\"first\""), 2u);
  EXPECT_EQ(count(activation_plot(step), "<polyline class=\"second\""), 1u);
  EXPECT_EQ(count(activation_plot(relu), "<polyline class=\"first\""), 1u);
  EXPECT_EQ(count(activation_plot(relu), "<polyline class=\"second\""), 2u);
}

TEST(PublishedGains, are_high_by_less_than_a_tenth_of_a_percent_where_one_sample_gave_them) {
  const auto is_near = [](const Activation& phi) {
    const double exact = activation_facts(phi).spread_gain();
    for (const PublishedGain& gain : published_gains(phi.name()))
      if (gain.of == PublishedGain::Of::spread) {
        EXPECT_GT(gain.value, exact) << phi.name();
        EXPECT_LT(gain.value, 1.001 * exact) << phi.name();
      }
  };
  is_near(relu);
  is_near(FunctionActivation("sigmoid", [](auto z) { return math::sigmoid(z); }));
  is_near(FunctionActivation("tanh", [](auto z) { return math::tanh(z); }));
  EXPECT_TRUE(published_gains("cube").empty());
}

}  // namespace
}  // namespace initlab
