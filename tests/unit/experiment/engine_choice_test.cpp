#include "experiment/engine_choice.hpp"

#include <gtest/gtest.h>

#include "unit/experiment/small_experiment.hpp"

namespace initlab::test {
namespace {

std::string with_initializer(const std::string& engine, const std::string& initializer) {
  return "trials = 3\nengine = '" + engine +
         "'\n[network]\ndepth = 3\nwidth = 8\nactivation = 'tanh'\ninitializer = '" + initializer + "'\n";
}
EngineChoice choice(const std::string& engine, const std::string& initializer) {
  return plan_of(with_initializer(engine, initializer)).points.front().engine;
}

TEST(Engine, auto_reveals_where_every_law_allows_it) {
  for (const char* initializer : {"he_normal", "orthogonal", "constant", "depth_scaled"})
    EXPECT_EQ(choice("auto", initializer), (EngineChoice{"revealed", "exact for the laws of all matrices"}))
        << initializer;
  EXPECT_EQ(choice("auto", "he_uniform"),
            (EngineChoice{"dense", "layer 1: uniform weights are not rotationally invariant"}));
}

TEST(Engine, auto_draws_where_inputs_are_so_many_that_revealing_them_takes_longer) {
  const auto engine = [](std::size_t inputs) {
    return plan_of(
               "trials = 3\n[network]\ndepth = 3\nwidth = 1000\nactivation = 'tanh'\ninitializer = 'he_normal'\n"
               "[input]\ncount = " +
               std::to_string(inputs) + "\n")
        .points.front()
        .engine;
  };
  EXPECT_EQ(engine(100).name, "revealed");
  EXPECT_EQ(engine(800), (EngineChoice{"dense", "faster than revealing with so many inputs for so few units"}));
}

TEST(Engine, is_auto_where_the_file_does_not_say) {
  const Plan plan = plan_of("trials = 3\n" + network);
  EXPECT_EQ(plan.points.front().engine.name, "revealed");
}

TEST(Engine, dense_is_taken_where_it_is_asked_for) {
  EXPECT_EQ(choice("dense", "he_normal"), (EngineChoice{"dense", "the experiment asks for it"}));
}

TEST(Engine, revealed_where_it_would_not_be_exact_is_refused_with_the_law) {
  EXPECT_EQ(choice("revealed", "he_normal"), (EngineChoice{"revealed", "the experiment asks for it"}));
  EXPECT_EQ(refusal(with_initializer("revealed", "he_uniform")),
            "depth.toml:7:15: engine = \"revealed\" would not be exact with this initializer (layer 1: uniform weights "
            "are not rotationally invariant). Set engine to \"auto\" or \"dense\".");
}

TEST(Engine, is_chosen_for_each_point_and_told_in_the_manifest) {
  const Plan plan =
      plan_of("trials = 3\n" + network + "[sweep]\n'network.initializer' = ['he_normal', 'he_uniform']\n");
  ASSERT_EQ(plan.manifest.engines.size(), 2u);
  EXPECT_EQ(plan.manifest.engines[0].name, "revealed");
  EXPECT_EQ(plan.manifest.engines[1].name, "dense");
}

// Both engines draw networks of one law: a mean over many of them may differ by five standard errors once in two
// million.
TEST(Engine, changes_the_random_numbers_and_not_the_law) {
  const std::string tail = "[measure]\nobservables = ['forward', 'gradient']\n";
  const auto result = [&](const char* engine) {
    return result_of("trials = 3000\nengine = '" + std::string(engine) + "'\n" + network + tail);
  };
  const RunResult dense = result("dense"), revealed = result("revealed");
  bool same_bits = true;
  for (std::size_t q = 0; q < dense.quantities.size(); ++q) {
    const Summary &a = dense.at(0, 2, q), &b = revealed.at(0, 2, q);
    EXPECT_EQ(a.count, b.count) << dense.quantities[q].name;
    if (a.count == 0) continue;
    same_bits &= a.mean == b.mean;
    EXPECT_NEAR(a.mean, b.mean, 5 * std::hypot(a.standard_error, b.standard_error) + 1e-12) << dense.quantities[q].name;
  }
  EXPECT_FALSE(same_bits);
}

}  // namespace
}  // namespace initlab::test
