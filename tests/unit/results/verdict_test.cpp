#include "results/verdict.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "results/verdict_table.hpp"
#include "unit/results/made_up_run.hpp"

namespace initlab::test {
namespace {

constexpr double level = 1e-5;  // 4.42 standard errors of a normal law

Prediction predicted(double value, double standard_deviation = std::nan("")) {
  Prediction p;
  p.infinite_width = value;
  p.standard_deviation = standard_deviation;
  return p;
}

Verdict verdict_on_mean(const Summary& summary, const Prediction& prediction) {
  return judge(summary, prediction, Compared::mean, level).verdict;
}

TEST(Verdict, follows_the_quantile_of_the_level) {
  const Summary s = normal(1'000'000, 1.0, 10.0);  // standard error 0.01
  EXPECT_EQ(verdict_on_mean(s, predicted(1.0 - 0.0440)), Verdict::pass);
  EXPECT_EQ(verdict_on_mean(s, predicted(1.0 - 0.0445)), Verdict::fail);
  EXPECT_EQ(verdict_on_mean(s, predicted(1.0 + 0.0445)), Verdict::fail);
}

TEST(Verdict, tells_z_and_the_relative_difference) {
  const Judgement j = judge(normal(100, 1.2, 1.0), predicted(1.0), Compared::mean, level);
  EXPECT_NEAR(j.z, 2.0, 1e-12);
  EXPECT_NEAR(j.relative_difference, 0.2, 1e-12);
}

TEST(Verdict, adds_the_allowance_to_what_chance_allows) {
  const Summary s = normal(1'000'000, 1.0, 10.0);
  Prediction p = predicted(0.9);
  EXPECT_EQ(verdict_on_mean(s, p), Verdict::fail);
  p.allowance = 0.06;
  EXPECT_EQ(verdict_on_mean(s, p), Verdict::pass);
}

TEST(Verdict, is_about_theory_at_this_width_where_it_is_known) {
  Prediction p = predicted(5.0);
  p.finite_width = 1.0;
  EXPECT_EQ(verdict_on_mean(normal(1000, 1.0, 1.0), p), Verdict::pass);
}

TEST(Verdict, takes_the_predicted_spread_where_the_sample_missed_it) {
  EXPECT_EQ(verdict_on_mean(normal(100, 1.0, 0.01), predicted(1.5)), Verdict::fail);
  EXPECT_EQ(verdict_on_mean(normal(100, 1.0, 0.01), predicted(1.5, 2.0)), Verdict::pass);
}

TEST(Verdict, is_none_without_theory) {
  EXPECT_EQ(verdict_on_mean(normal(100, 1.0, 1.0), Prediction{}), Verdict::none);
  EXPECT_EQ(verdict_on_mean(Summary{}, predicted(1.0)), Verdict::none);
  Prediction too_rough = predicted(1.0);
  too_rough.allowance = HUGE_VAL;
  EXPECT_EQ(verdict_on_mean(normal(100, 1.0, 1.0), too_rough), Verdict::none);
}

TEST(Verdict, is_unreliable_for_few_trials_and_for_overflow) {
  EXPECT_EQ(verdict_on_mean(normal(7, 1.0, 1.0), predicted(1.0)), Verdict::unreliable);
  Summary overflowing = normal(100, 1.0, 1.0);
  overflowing.nonfinite = 1;
  EXPECT_EQ(verdict_on_mean(overflowing, predicted(1.0)), Verdict::unreliable);
}

// ReLU, He weights, n = L = 20 (Hanin & Rolnick 2018): E[M^2]/E[M]^2 = 1.25^20 = 86.7, of which 60 000 networks
// show 40.
TEST(Verdict, is_unreliable_for_the_second_moment_of_twenty_narrow_relu_layers_but_not_for_its_logarithm) {
  const double log_std = std::sqrt(20 * 0.26);
  Summary s = log_normal(60'000, -2.74, log_std);
  s.mean = 0.9;
  s.standard_deviation = s.mean * std::sqrt(39.0);
  s.standard_error = s.standard_deviation / std::sqrt(60'000.0);
  Prediction p = predicted(1.0, std::sqrt(85.7));
  p.square_ratio = 86.7;
  p.log_mean = -2.74;
  p.log_std = log_std;
  EXPECT_EQ(judge(s, p, Compared::square_ratio, level).verdict, Verdict::unreliable);
  EXPECT_EQ(judge(s, p, Compared::mean, level).verdict, Verdict::unreliable);
  EXPECT_EQ(judge(s, p, Compared::log_mean, level).verdict, Verdict::pass);
  p.log_mean += 0.1;
  EXPECT_EQ(judge(s, p, Compared::log_mean, level).verdict, Verdict::fail);
}

TEST(Verdict, reads_an_unpredicted_spread_off_the_logarithms) {
  EXPECT_EQ(verdict_on_mean(log_normal(1000, 0.0, 0.2), predicted(std::exp(0.02))), Verdict::pass);
  EXPECT_EQ(verdict_on_mean(log_normal(1000, 0.0, 2.0), predicted(std::exp(2.0))), Verdict::unreliable);
}

/// A run of one layer whose quantity was predicted as 1, measured as `mean` with a standard error of 0.01.
Assessment assessment_of(double mean, std::vector<PointPrediction>& predictions, RunResult& run) {
  run = empty_run({0, 1}, {{"activation.second_moment", "1", "", true}, {"activation.kurtosis", "1", "", true}});
  cell(run, 0, 1, 0) = normal(10'000, mean, 1.0);
  cell(run, 0, 1, 1) = normal(10'000, 3.0, 1.0);
  predictions.resize(1);
  predictions[0].quantities = 2;
  predictions[0].cells.resize(4);
  predictions[0].at(1, 0) = predicted(1.0);
  return assess(run, predictions);
}

TEST(Assessment, counts_what_it_tested_and_shares_the_false_alarm_rate) {
  std::vector<PointPrediction> predictions;
  RunResult run;
  const Assessment one = assessment_of(1.0, predictions, run);
  EXPECT_EQ(one.lines.size(), 1u);
  EXPECT_NEAR(one.level, 1e-3, 1e-15);
  EXPECT_EQ(one.count(Verdict::pass), 1u);
  EXPECT_EQ(assessment_of(1.05, predictions, run).count(Verdict::fail), 1u);
}

TEST(Assessment, judges_at_the_level_it_is_asked_for) {
  std::vector<PointPrediction> predictions;
  RunResult run;
  assessment_of(1.02, predictions, run);  // two standard errors: p = 0.0455
  EXPECT_EQ(assess(run, predictions, 0.05).count(Verdict::fail), 1u);
  EXPECT_EQ(assess(run, predictions, 0.04).count(Verdict::fail), 0u);
  EXPECT_NEAR(assess(run, predictions, 0.04).level, 0.04, 1e-15);
}

TEST(VerdictReport, shows_failures_and_names_what_has_no_theory) {
  std::vector<PointPrediction> predictions;
  RunResult run;
  const Assessment failed = assessment_of(1.05, predictions, run);
  const std::string text = verdict_report(run, predictions, failed, {});
  EXPECT_THAT(text, testing::HasSubstr("+5.00       5.0 %  FAIL\n"));
  EXPECT_THAT(text, testing::HasSubstr("Verdict -, no theory: activation.kurtosis."));
  EXPECT_THAT(text, testing::HasSubstr("Verdict: FAIL. 1 number compared with theory: 0 PASS, 1 FAIL, 0 UNRELIABLE."));
}

TEST(VerdictReport, says_whose_laws_theory_read_if_not_the_networks_own) {
  std::vector<PointPrediction> predictions;
  RunResult run;
  const Assessment assessment = assessment_of(1.0, predictions, run);
  EXPECT_THAT(verdict_report(run, predictions, assessment, {}), testing::Not(testing::HasSubstr("theory.initializer")));
  predictions.front().initializer = "he_normal";
  EXPECT_THAT(verdict_report(run, predictions, assessment, {}),
              testing::HasSubstr("\nTheory: of he_normal (theory.initializer).\n"));
}

TEST(VerdictReport, gives_the_reason_where_there_is_no_theory) {
  RunResult run = empty_run({0, 1}, {{"activation.second_moment", "1", "", true}});
  cell(run, 0, 1, 0) = normal(10, 1.0, 1.0);
  std::vector<PointPrediction> predictions(1);
  predictions[0].reason = "the weights are a secret";
  const std::string text = verdict_report(run, predictions, assess(run, predictions), {});
  EXPECT_THAT(text, testing::HasSubstr("No theory: the weights are a secret.\n"));
  EXPECT_THAT(text, testing::HasSubstr("Nothing was compared with theory."));
}

}  // namespace
}  // namespace initlab::test
