#include <gtest/gtest.h>

#include "unit/plugins/plugin_files.hpp"

namespace initlab::test {
namespace {

std::unique_ptr<Activation> shipped(const std::string& id) {
  return activation_from(fs::path(INITLAB_SHIPPED_PLUGINS) / "activations" / (id + ".so"));
}

constexpr PairMoment all_pair_moments[] = {PairMoment::kernel, PairMoment::derivative_kernel,
                                           PairMoment::kernel_deficit};

// Of erf(z) at q = 1 and c = 1/2: 2/pi asin(1/3), 4/pi / sqrt(8), 2/pi (asin(2/3) - asin(1/3)).
TEST(PairClosedForm, of_each_moment_arrives) {
  const auto phi = shipped("erf");
  EXPECT_NEAR(phi->pair_closed_form(PairMoment::kernel, 1.0, 0.5).value(), 0.21634689593878548, 1e-15);
  EXPECT_NEAR(phi->pair_closed_form(PairMoment::derivative_kernel, 1.0, 0.5).value(), 0.45015815807855303, 1e-15);
  EXPECT_NEAR(phi->pair_closed_form(PairMoment::kernel_deficit, 1.0, 0.5).value(), 0.24821215845875452, 1e-15);
}

TEST(PairClosedForm, is_none_where_an_author_wrote_none) {
  for (const PairMoment which : all_pair_moments) {
    EXPECT_EQ(activation_from(good("leaky_in_c"))->pair_closed_form(which, 1.0, 0.5), std::nullopt);
    EXPECT_EQ(shipped("tanh")->pair_closed_form(which, 1.0, 0.5), std::nullopt);
  }
}

TEST(PairClosedForm, is_not_looked_for_behind_the_end_of_an_older_table) {
  const auto phi = activation_from(good("older_closed_form"));
  EXPECT_EQ(phi->closed_form(Moment::second_moment, 2.0), 2.0);
  for (const PairMoment which : all_pair_moments) EXPECT_EQ(phi->pair_closed_form(which, 1.0, 0.5), std::nullopt);
}

TEST(PairClosedForm, must_be_finite) {
  const auto phi = activation_from(bad("returns_nan"));
  try {
    phi->pair_closed_form(PairMoment::kernel_deficit, 2.0, 0.25);
    FAIL();
  } catch (const PluginError& error) {
    EXPECT_STREQ(error.what(),
                 "activation 'returns_nan' gave nan for its closed form of E[(phi(u1) - phi(u2))^2] / 2 at q = 2, "
                 "1 - c = 0.25");
  }
}

}  // namespace
}  // namespace initlab::test
