#include "experiment/plan.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "experiment/cost.hpp"
#include "experiment/version.hpp"
#include "unit/experiment/scratch_folder.hpp"
#include "unit/experiment/small_experiment.hpp"

namespace initlab::test {
namespace {

std::string text_of(std::uint64_t trials, const std::string& rest = "") {
  return "trials = " + std::to_string(trials) + "\n" + network + rest;
}

/// Every trial of every point in exactly one block, in order.
void expect_each_trial_once(const Plan& plan) {
  std::size_t point = 0;
  std::uint64_t next = 0;
  for (const Block& block : plan.blocks) {
    if (block.point != point) {
      EXPECT_EQ(next, plan.points[point].settings.trials);
      EXPECT_EQ(block.point, point + 1);
      point = block.point;
      next = 0;
    }
    EXPECT_EQ(block.first_trial, next);
    EXPECT_GE(block.trials, 1u);
    EXPECT_LE(block.trials, plan.points[point].trials_per_block);
    next += block.trials;
  }
  EXPECT_EQ(point, plan.points.size() - 1);
  EXPECT_EQ(next, plan.points[point].settings.trials);
}

TEST(Blocks, cover_each_trial_of_each_point_once) {
  for (const std::uint64_t trials : {1u, 2u, 10'000u, 1'000'003u})
    for (const std::string sweep :
         {"", "[sweep]\n'network.width' = [1, 64, 700]\n", "[sweep]\ntrials = [5, 100000, 1]\n"}) {
      const Plan plan = plan_of(text_of(trials, sweep));
      expect_each_trial_once(plan);
      const bool trials_swept = sweep.find("trials") != sweep.npos;
      EXPECT_EQ(plan.trials(), trials_swept ? 100'006 : trials * plan.points.size());
    }
}

TEST(Blocks, of_the_most_trials_do_not_overflow) {
  const Plan plan = plan_of(text_of(4'294'967'295));
  expect_each_trial_once(plan);
  EXPECT_EQ(plan.trials(), 4'294'967'295u);
}

TEST(Blocks, of_costly_trials_are_shorter) {
  const std::vector<std::size_t> narrow(10, 10), wide(10, 1000);
  const auto block = [](const std::vector<std::size_t>& widths) {
    return trials_in_block(estimated_trial_ns({.widths = widths}), 1'000);
  };
  EXPECT_GT(block(narrow), 100u);
  EXPECT_LT(block(wide), block(narrow) / 10);
  EXPECT_EQ(trials_in_block(1e18, 1000), 1u);
  EXPECT_EQ(trials_in_block(1.0, 1000), 1000u);
}

TEST(Blocks, last_50_ms_up_to_a_thousand_of_them_and_then_grow_to_a_minute) {
  constexpr double ms = 1e6, second = 1000 * ms, day = 86400 * second;
  EXPECT_EQ(trials_in_block(1 * ms, 1'000), 50u);
  EXPECT_EQ(trials_in_block(1 * ms, 50'000), 50u);
  EXPECT_EQ(trials_in_block(1 * ms, 100'000), 100u);
  EXPECT_EQ(trials_in_block(1 * ms, 60'000'000), 60'000u);
  EXPECT_EQ(trials_in_block(1 * ms, 4'000'000'000), 60'000u);
  EXPECT_EQ(trials_in_block(3 * second, 1'000'000), 20u);
  EXPECT_EQ(trials_in_block(day, 1'000'000), 1u);
}

TEST(Blocks, of_a_run_of_a_week_are_some_ten_thousand) {
  constexpr double week_ns = 7 * 86400e9;
  for (const double trial_ns : {1e5, 1e7, 1e9, 50e9}) {
    const auto trials = static_cast<std::uint64_t>(week_ns / trial_ns);
    const double blocks = static_cast<double>(trials) / trials_in_block(trial_ns, trials);
    EXPECT_GT(blocks, 1'000) << trial_ns;
    EXPECT_LT(blocks, 13'000) << trial_ns;
  }
}

TEST(Cost, grows_with_everything_that_is_computed) {
  const std::vector<std::size_t> widths{10, 20, 20}, wider{10, 20, 21}, deeper{10, 20, 20, 20};
  const double one = estimated_trial_ns({.widths = widths});
  EXPECT_GT(estimated_trial_ns({.widths = wider}), one);
  EXPECT_GT(estimated_trial_ns({.widths = deeper}), one);
  EXPECT_GT(estimated_trial_ns({.widths = widths, .inputs = 2}), one);
  EXPECT_GT(estimated_trial_ns({.widths = widths, .backward = true}), one);
  EXPECT_LT(estimated_trial_ns({.widths = widths, .revealed = true}), one);
}

TEST(Plan, estimates_less_time_and_more_memory_with_more_threads) {
  const Plan plan = plan_of(text_of(1'000'000));
  EXPECT_DOUBLE_EQ(plan.estimated_seconds(4), plan.estimated_seconds(1) / 4);
  EXPECT_GT(plan.estimated_bytes(4, HUGE_VAL), plan.estimated_bytes(1, HUGE_VAL));
}

TEST(KeepOnly, leaves_one_trial_counted_from_one) {
  Plan plan = plan_of(text_of(5, "[sweep]\n'network.depth' = [1, 2, 3]\n"));
  keep_only(plan, 2, 5);
  ASSERT_EQ(plan.blocks.size(), 1u);
  EXPECT_EQ(plan.blocks[0].point, 1u);
  EXPECT_EQ(plan.blocks[0].first_trial, 4u);
  EXPECT_EQ(plan.blocks[0].trials, 1u);
}

TEST(KeepOnly, gives_each_trial_the_numbers_it_has_in_the_whole_run) {
  const std::string text = text_of(3, "[sweep]\n'network.depth' = [1, 2]\n");
  const RunResult whole = result_of(text);
  const auto at = [](const RunResult& result) { return result.at(1, 2, 0); };
  double total = 0, least = 1e300;
  for (std::uint64_t trial = 1; trial <= 3; ++trial) {
    Plan plan = plan_of(text);
    keep_only(plan, 2, trial);
    const RunResult only = run(plan, *make_backend(BackendKind::serial, 1), nullptr);
    EXPECT_EQ(at(only).count, 1u);
    EXPECT_EQ(only.at(0, 1, 0).count, 0u);
    total += at(only).mean;
    least = std::min(least, at(only).mean);
  }
  EXPECT_EQ(at(whole).min, least);
  EXPECT_NEAR(at(whole).mean, total / 3, 1e-15);
}

TEST(KeepOnly, refuses_what_is_not_there) {
  const auto answer = [](std::size_t point, std::uint64_t trial) -> std::string {
    Plan plan = plan_of(text_of(5, "[sweep]\n'network.depth' = [1, 2, 3]\n"));
    try {
      keep_only(plan, point, trial);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "no error";
  };
  EXPECT_EQ(answer(0, 1), "--only: there is no point 0 (the experiment has 3, counted from 1)");
  EXPECT_EQ(answer(4, 1), "--only: there is no point 4 (the experiment has 3, counted from 1)");
  EXPECT_EQ(answer(3, 0), "--only: there is no trial 0 (point 3 has 5, counted from 1)");
  EXPECT_EQ(answer(3, 6), "--only: there is no trial 6 (point 3 has 5, counted from 1)");
  EXPECT_EQ(answer(3, 5), "no error");
}

TEST(Manifest, holds_all_that_determines_the_numbers) {
  const std::string text =
      "title = 'T'\nclaim = 'C'\nseed = 5\nprecision = 'float64'\n" +
      text_of(4, "[sweep]\n'network.initializer' = ['he_normal', { plugin = 'normal', std = 0.5 }]\n");
  ExperimentFile experiment = experiment_of(text, "a folder");
  experiment.overrides = {"trials=4", "network.width=[8, 8]"};
  const Plan plan = make_plan(experiment, catalogue());
  const Manifest& m = plan.manifest;
  EXPECT_EQ(m.title, "T");
  EXPECT_EQ(m.claim, "C");
  EXPECT_EQ(m.initlab_version, version());
  EXPECT_EQ(m.git_revision, git_revision());
  EXPECT_EQ(m.experiment_name, "depth.toml");
  EXPECT_EQ(m.experiment_text, text);
  EXPECT_EQ(m.overrides, experiment.overrides);
  EXPECT_EQ(m.seed, 5u);
  EXPECT_EQ(m.trials, 4u);
  EXPECT_EQ(m.trials_per_block, (std::vector<std::uint64_t>{4}));
  EXPECT_EQ(m.precision, "float64");
  ASSERT_EQ(m.plugins.size(), 3u);
  EXPECT_EQ(m.plugins[0].id, "tanh");
  EXPECT_EQ(m.plugins[0].kind, "activation");
  EXPECT_EQ(m.plugins[0].sha256.size(), 64u);
  EXPECT_EQ(m.plugins[2].id, "normal");
  EXPECT_EQ(m.plugins[2].parameters, "std=0.5, bias_std=0");
  EXPECT_EQ(plan.command, "initlab run 'a folder/depth.toml' --set trials=4 --set 'network.width=[8, 8]'");
}

TEST(Plan, lists_the_initializer_that_theory_reads_among_the_plugins) {
  const std::string theory = "[theory]\ninitializer = { plugin = 'he_normal', fan = 'fan_out' }\n";
  const Plan plan = plan_of(text_of(4, theory)), without = plan_of(text_of(4));
  ASSERT_EQ(plan.manifest.plugins.size(), 3u);
  EXPECT_EQ(plan.manifest.plugins[2].id, "he_normal");
  EXPECT_EQ(plan.manifest.plugins[2].parameters, "fan=fan_out, gain=signal, slope=0.01");
  EXPECT_EQ(without.manifest.plugins.size(), 2u);
  EXPECT_EQ(plan.theory_initializers(), "he_normal (fan = fan_out)");
  EXPECT_EQ(without.theory_initializers(), "");
}

TEST(Plan, gives_theory_the_laws_of_its_own_initializer) {
  const Plan plan = plan_of(text_of(4, "[theory]\ninitializer = { plugin = 'normal', std = 0.5 }\n"));
  const Point& point = plan.points.front();
  ASSERT_EQ(point.theory_blocks.size(), point.blocks.size());
  EXPECT_EQ(point.blocks_of_theory().back().matrices.front().weights, gaussian(0.5));
  EXPECT_EQ(point.blocks.back().matrices.front().weights, gaussian(1.0 / std::sqrt(8.0)));
  const Plan without = plan_of(text_of(4));
  EXPECT_EQ(&without.points.front().blocks_of_theory(), &without.points.front().blocks);
}

TEST(Plan, measures_the_named_quantities_in_the_order_of_their_groups) {
  const std::string measure = "[measure]\nobservables = ['gradient.weight_2', 'activation.mean']\n";
  const Plan plan = plan_of(text_of(4, "architecture = 'residual-full'\n" + measure));
  ASSERT_EQ(plan.quantities.size(), 2u);
  EXPECT_EQ(plan.quantities[0].name, "activation.mean");
  EXPECT_EQ(plan.quantities[1].name, "gradient.weight_2");
  EXPECT_TRUE(plan.points.front().needs_backward());
  EXPECT_TRUE(plan.points.front().measures("forward") && plan.points.front().measures("gradient"));
  EXPECT_FALSE(plan.points.front().measures("correlation"));
  EXPECT_EQ(refusal(text_of(4, measure)),
            "'measure.observables' names 'gradient.weight_2', which these networks do not have (their blocks have one "
            "weight matrix)");
}

TEST(Plan, refuses_an_initializer_of_theory_that_is_none_with_its_place) {
  EXPECT_EQ(refusal(text_of(4, "[theory]\ninitializer = { plugin = 'normal', width = 2 }\n")).substr(0, 17),
            "depth.toml:8:15: ");
}

}  // namespace
}  // namespace initlab::test
