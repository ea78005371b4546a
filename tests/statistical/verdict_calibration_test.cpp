// How often a correct run is told to FAIL. At the level of a run, 1e-3, that cannot be seen in a thousand runs, so the
// same verdicts are asked for at levels where it can.
//
// A count of alarms among 1000 runs is compared with the binomial law of the rate claimed; one sided, each comparison
// goes wrong once in 1e5, and there are 26: 3e-4 for the program, for one choice of seeds; they are fixed. The broken
// twin is the same test with standard errors that are too small.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "experiment/prediction.hpp"
#include "results/known_quantities.hpp"
#include "results/verdict.hpp"
#include "unit/experiment/small_experiment.hpp"

namespace initlab {
namespace {

constexpr std::uint64_t runs = 1000;
constexpr double doubt = 1e-5;

/// P(X >= count), X binomial.
double binomial_upper_tail(std::uint64_t count, double probability) {
  double tail = 0;
  for (double k = double(count); k <= runs; ++k)
    tail += std::exp(std::lgamma(runs + 1.0) - std::lgamma(k + 1.0) - std::lgamma(runs - k + 1.0) +
                     k * std::log(probability) + (runs - k) * std::log1p(-probability));
  return tail;
}
bool is_more_than(double rate, std::uint64_t count) { return binomial_upper_tail(count, rate) < doubt; }
bool is_less_than(double rate, std::uint64_t count) { return binomial_upper_tail(runs - count, 1.0 - rate) < doubt; }

/// Runs of one experiment that differ in their seed, and its theory.
struct Repeated {
  std::vector<RunResult> results;
  std::vector<PointPrediction> theory;
};

Repeated repeat(const std::string& text) {
  Repeated repeated;
  const auto backend = make_backend(BackendKind::serial, 1);
  Plan plan = test::plan_of(text);
  repeated.theory = predict(plan);
  for (std::uint64_t seed = 1; seed <= runs; ++seed) {
    plan.points.front().settings.seed = seed;
    repeated.results.push_back(run(plan, *backend, nullptr));
  }
  return repeated;
}

/// The broken twin: all standard errors, measured and predicted, times `factor`.
Repeated with_standard_errors_times(double factor, Repeated repeated) {
  for (RunResult& result : repeated.results)
    for (Summary& s : result.summaries) s.standard_error *= factor, s.standard_deviation *= factor, s.log_std *= factor;
  for (Prediction& p : repeated.theory.front().cells) p.standard_deviation *= factor, p.log_std *= factor;
  return repeated;
}

std::uint64_t runs_with_a_fail(const Repeated& repeated, double family_level) {
  return static_cast<std::uint64_t>(std::ranges::count_if(repeated.results, [&](const RunResult& result) {
    return assess(result, repeated.theory, family_level).count(Verdict::fail) > 0;
  }));
}

/// One number of a run, judged alone.
struct Line {
  const char* quantity;
  std::size_t layer;
  Compared compared;
};
std::uint64_t fails(const Repeated& repeated, const Line& line, double level) {
  const std::size_t q = find_quantity(repeated.results.front(), line.quantity).value();
  const Prediction& prediction = repeated.theory.front().at(line.layer, q);
  return static_cast<std::uint64_t>(std::ranges::count_if(repeated.results, [&](const RunResult& result) {
    return judge(result.at(0, line.layer, q), prediction, line.compared, level).verdict == Verdict::fail;
  }));
}

const std::string sphere = "[input]\ndistribution = 'sphere'\n";
const std::string gradients = "[measure]\nobservables = ['forward', 'gradient']\n";
// All laws are known exactly: of lengths chi^2_n / n a layer.
const std::string linear =
    "engine = 'dense'\ntrials = 200\n[network]\ndepth = 3\nwidth = 20\nactivation = 'identity'\ninitializer = "
    "'lecun_normal'\n" +
    sphere;
// Means are exact, their standard errors measured.
const std::string relu =
    "engine = 'dense'\ntrials = 100\n[network]\ndepth = 3\nwidth = 20\nactivation = 'relu'\ninitializer = "
    "'he_normal'\n" +
    sphere + "count = 2\n" + gradients;
// To first order in 1/n, with an allowance for the second.
const std::string tanh =
    "engine = 'dense'\ntrials = 100\n[network]\ndepth = 3\nwidth = 50\nactivation = 'tanh'\n"
    "initializer = { plugin = 'normal', std = 0.2, bias_std = 0.2 }\n" +
    sphere;

TEST(VerdictCalibration, a_line_of_exact_theory_fails_as_often_as_its_level_says) {
  const Repeated right = repeat(linear), twin = with_standard_errors_times(0.8, right);
  for (const Line& line :
       {Line{"preactivation.mean", 2, Compared::mean}, Line{"activation.second_moment", 1, Compared::log_mean},
        Line{"activation.second_moment", 3, Compared::log_mean}}) {
    SCOPED_TRACE(line.quantity + std::string(" of layer ") + std::to_string(line.layer));
    for (const double level : {0.1, 0.5}) {
      const std::uint64_t count = fails(right, line, level);
      EXPECT_FALSE(is_more_than(level, count)) << count << " at " << level;
      EXPECT_FALSE(is_less_than(level, count)) << count << " at " << level;
    }
    // 188 of 1000 are expected of the twin, 141 are enough.
    EXPECT_TRUE(is_more_than(0.1, fails(twin, line, 0.1))) << fails(twin, line, 0.1);
  }
  // Means of skewed laws are given more room than they need.
  const Line length{"activation.second_moment", 3, Compared::mean};
  for (const double level : {0.1, 0.5}) EXPECT_FALSE(is_more_than(level, fails(right, length, level)));
}

/// A run fails less often than its level says: many of its numbers are nearly the same number, and the level of each
/// (Sidak) allows for as many different ones. Errors that are a fifth too small can hide in that; three tenths cannot.
void expect_no_more_runs_with_a_fail_than_claimed(const std::string& text) {
  const Repeated right = repeat(text), twin = with_standard_errors_times(0.7, right);
  for (const double level : {0.01, 0.1, 0.5}) {
    const std::uint64_t count = runs_with_a_fail(right, level);
    EXPECT_FALSE(is_more_than(level, count)) << count << " at " << level;
  }
  EXPECT_TRUE(is_more_than(0.1, runs_with_a_fail(twin, 0.1))) << runs_with_a_fail(twin, 0.1);
}

// Found at the levels 0.01, 0.1 and 0.5: 2, 12 and 98 runs; 4, 37 and 223; 0, 17 and 126. Of the twins at 0.1, where
// 141 are enough: 665, 330 and 186.
TEST(VerdictCalibration, of_runs_with_exact_theory) { expect_no_more_runs_with_a_fail_than_claimed(linear); }
TEST(VerdictCalibration, of_runs_whose_standard_errors_are_measured) {
  expect_no_more_runs_with_a_fail_than_claimed(relu);
}
TEST(VerdictCalibration, of_runs_with_theory_of_first_order) { expect_no_more_runs_with_a_fail_than_claimed(tanh); }

}  // namespace
}  // namespace initlab
