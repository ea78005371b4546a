#include "experiment/run.hpp"

#include <algorithm>
#include <limits>

#include "core/function_activation.hpp"
#include "unit/experiment/small_experiment.hpp"

namespace initlab::test {
namespace {

std::string text_of(std::uint64_t trials, const std::string& rest = "") {
  return "trials = " + std::to_string(trials) + "\n" + network + rest;
}

/// What a run answers when its network has this activation instead.
template <class F>
std::string failure_with(F phi, BackendKind backend, const std::string& rest = "") {
  Plan plan = plan_of(text_of(30'000, rest));
  for (Point& point : plan.points) point.activation = std::make_unique<FunctionActivation<F>>("tanh", phi);
  try {
    run(plan, *make_backend(backend, 4), nullptr);
  } catch (const PluginError& error) {
    return error.what();
  }
  return "no error";
}

constexpr BackendKind every_backend[] = {BackendKind::serial, BackendKind::openmp, BackendKind::tbb};

TEST(Run, reports_progress_after_every_block_in_order) {
  const Plan plan = plan_of(text_of(150'000));
  ASSERT_GT(plan.blocks.size(), 2u);
  std::vector<std::uint64_t> done;
  run(plan, *make_backend(BackendKind::openmp, 3), [&](const Progress& p) {
    EXPECT_EQ(p.trials, 150'000u);
    EXPECT_EQ(p.trials_before, 0u);
    done.push_back(p.trials_done);
  });
  EXPECT_EQ(done.size(), plan.blocks.size());
  EXPECT_EQ(done.back(), 150'000u);
  EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
}

TEST(Run, leaves_layers_that_a_point_does_not_have_empty) {
  const RunResult result = result_of(text_of(2, "[sweep]\n'network.depth' = [1, 3]\n"));
  EXPECT_EQ(result.layers, (std::vector<std::uint32_t>{0, 1, 2, 3}));
  EXPECT_EQ(result.at(0, 1, 0).count, 2u);
  EXPECT_EQ(result.at(0, 2, 0).count, 0u);
  EXPECT_EQ(result.at(1, 3, 0).count, 2u);
}

// |z| > 4.2 happens for the first time within a few thousand numbers, in the middle of a block and behind other blocks'
// start.
TEST(Run, tells_where_an_activation_gave_nan_the_same_with_every_backend) {
  const auto phi = [](auto z) {
    using T = decltype(z);
    return z > T(4.2) ? T(std::numeric_limits<float>::quiet_NaN()) : z;
  };
  const std::string told = failure_with(phi, BackendKind::serial);
  EXPECT_TRUE(told.starts_with("activation 'tanh' gave NaN at layer ")) << told;
  const std::string place = told.substr(told.find("trial ") + 6, told.find(" (input") - told.find("trial ") - 6);
  EXPECT_TRUE(told.ends_with("). Reproduce: initlab run depth.toml --only 1:" + place)) << told;
  for (const BackendKind backend : every_backend) EXPECT_EQ(failure_with(phi, backend), told);
}

TEST(Run, tells_of_a_derivative_that_is_nan) {
  const auto phi = [](auto z) {
    using T = decltype(z);
    if constexpr (requires { z.derivative; })
      return T{z.value, std::numeric_limits<decltype(z.value)>::quiet_NaN()};
    else
      return z;
  };
  const std::string told = failure_with(phi, BackendKind::serial,
                                        "[measure]\nobservables = ['gradient']\n[sweep]\n'network.depth' = [2, 3]\n");
  EXPECT_TRUE(told.starts_with("activation 'tanh' gave NaN as its derivative at layer 2 of point 1, trial 1 (input "))
      << told;
}

TEST(Run, tells_in_which_trial_a_plugin_failed) {
  const auto phi = [](auto z) {
    if (z > decltype(z)(0)) throw PluginError("activation 'tanh' failed: its own words");
    return z;
  };
  for (const BackendKind backend : every_backend)
    EXPECT_EQ(
        failure_with(phi, backend),
        "activation 'tanh' failed: its own words; this was in the network of point 1, trial 1. Reproduce: initlab run "
        "depth.toml --only 1:1");
}

TEST(Run, has_a_column_for_the_gradient_of_a_projection) {
  const RunResult result = result_of(
      "trials = 3\n[network]\narchitecture = 'residual-reduced'\nwidth = [8, 6, 6]\nactivation = 'tanh'\n"
      "initializer = 'lecun_normal'\n[measure]\nobservables = ['gradient']\n");
  ASSERT_EQ(result.quantities.size(), 6u);
  EXPECT_EQ(result.quantities[4].name, "gradient.weight_2");
  EXPECT_EQ(result.quantities[5].name, "gradient.bias_2");
  for (const std::size_t column : {4, 5})
    for (std::size_t layer = 0; layer <= 3; ++layer)
      EXPECT_EQ(result.at(0, layer, column).count, layer == 2 ? 3u : 0u) << "layer " << layer;  // 8 to 6
}

}  // namespace
}  // namespace initlab::test
