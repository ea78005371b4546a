#include "results/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "made_up_run.hpp"
#include "results/layer_selection.hpp"
#include "results/sweep_table.hpp"

namespace initlab::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr ReportStyle narrow = {.colour = false, .width = 60};

std::vector<std::uint32_t> readable(std::uint32_t depth) {
  std::vector<std::uint32_t> layers(depth + 1);
  std::vector<std::size_t> positions(depth + 1);
  for (std::uint32_t layer = 0; layer <= depth; ++layer) positions[layer] = layers[layer] = layer;
  std::vector<std::uint32_t> chosen;
  for (const std::size_t position : readable_layers(positions, layers)) chosen.push_back(layers[position]);
  return chosen;
}

TEST(ReadableLayers, are_all_of_a_shallow_network_and_round_ones_of_a_deep_one) {
  EXPECT_EQ(readable(11), (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
  EXPECT_EQ(readable(12), (std::vector<std::uint32_t>{0, 1, 2, 3, 5, 10, 12}));
  EXPECT_EQ(readable(1234), (std::vector<std::uint32_t>{0, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 1234}));
}

/// Two points of depth 1 and 2, every kind of column, the second point in trouble.
RunResult every_column() {
  RunResult run = empty_run({0, 1, 2},
                            {{"preactivation.variance", "1", "variance of h", true},
                             {"activation.mean", "1", "mean of x", false},
                             {"activation.second_moment", "1", "mean square of x", true},
                             {"activation.zero_fraction", "1", "share of zeros", false},
                             {"gradient.preactivation", "1", "mean square of dE/dh", true},
                             {"gradient.weight", "1", "square of dE/dW", true}},
                            {{"network.depth", {1, 2}, {"1", "2"}}});
  run.manifest.trials = 400;
  for (std::size_t point = 0; point < 2; ++point)
    for (std::size_t layer = 0; layer <= point + 1; ++layer) {
      cell(run, point, layer, 1) = normal(400, 0.5, 0.1);
      cell(run, point, layer, 2) = log_normal(400, std::log(2.0), layer == 2 ? 1.5 : 0.1);
      cell(run, point, layer, 3) = normal(400, 0.5, 0.01);
      if (layer == 0) continue;
      cell(run, point, layer, 0) = log_normal(400, std::log(4.0), 0.1);
      cell(run, point, layer, 4) = log_normal(400, std::log(1e-12), 0.1);
      cell(run, point, layer, 5) = log_normal(400, std::log(3e-11), 0.1);
    }
  cell(run, 1, 1, 4) = cell(run, 1, 1, 5) = overflowed(400);
  return run;
}

TEST(Report, reads_like_this) {
  EXPECT_EQ(report(every_column(), {.colour = false, .width = 70}), R"(Depth of ReLU networks
Claim: With He weights the mean square keeps its size.
400 trials at each of 2 points, seed 7, float32, revealed engine (all
laws are Gaussian). Changed: run.trials=100

network.depth = 1
layer  var h           mean x        mean x²  spread   zeros    grad h    grad W
─────  ─────  ───────────────  ─────────────  ──────  ──────  ────────  ────────
input         0.5000 ± 0.0050  2.010 ± 0.010   0.100  50.0 %
    1   4.02  0.5000 ± 0.0050  2.010 ± 0.010   0.100  50.0 %  1.00e-12  3.00e-11

network.depth = 2
layer  var h           mean x        mean x²  typical x²   spread   zeros    grad h    grad W
─────  ─────  ───────────────  ─────────────  ──────────  ───────  ──────  ────────  ────────
input         0.5000 ± 0.0050  2.010 ± 0.010        2.00    0.100  50.0 %
    1   4.02  0.5000 ± 0.0050  2.010 ± 0.010        2.00    0.100  50.0 %       inf       inf
    2   4.02  0.5000 ± 0.0050    6.16 ± 0.90        2.00  ×÷ 4.48  50.0 %  1.00e-12  3.00e-11
Gradients overflow in layer 1, in 400 of 400 trials.

var h       preactivation.variance, mean over trials
mean x      activation.mean, mean over trials ± standard error
mean x²     activation.second_moment, mean over trials ± standard
            error
typical x²  activation.second_moment, geometric mean over trials,
            which a few of them do not carry
spread      activation.second_moment, standard deviation over trials /
            mean, or ×÷ typical factor
zeros       activation.zero_fraction, mean over trials
grad h      gradient.preactivation, geometric mean over trials
grad W      gradient.weight, geometric mean over trials

All points
network.depth  mean x² at the end  x² per layer  grad h per layer  trouble
─────────────  ──────────────────  ────────────  ────────────────  ─────────────────
            1       2.010 ± 0.010
            2         6.16 ± 0.90        1.0000                    gradient overflow
per layer: factor of the typical value from one layer to the next; for
grad h from the last back to the first
)");
}

TEST(Report, is_in_plain_text_unless_colour_is_asked_for) {
  EXPECT_THAT(report(every_column(), narrow), Not(HasSubstr("\x1b")));
  EXPECT_THAT(report(every_column(), {.colour = true, .width = 60}), HasSubstr("\x1b[33mGradients overflow"));
}

TEST(SweepTable, factor_per_layer_of_a_geometric_series_is_its_ratio) {
  RunResult run = empty_run({0, 1, 2, 3, 4},
                            {{"activation.second_moment", "1", "", true}, {"gradient.preactivation", "1", "", true}},
                            {{"network.depth", {4}, {"4"}}});
  for (std::size_t layer = 1; layer <= 4; ++layer) {
    cell(run, 0, layer, 0) = constant(100, std::pow(0.5, static_cast<double>(layer)));   // forward: 1/2 a layer
    cell(run, 0, layer, 1) = constant(100, std::pow(3.0, -static_cast<double>(layer)));  // backward: 3 a layer
  }
  const std::string text = sweep_table(run).text(narrow);
  EXPECT_THAT(text, HasSubstr("0.5000"));
  EXPECT_THAT(text, HasSubstr("3.0000"));
  EXPECT_THAT(text, HasSubstr("0.0625 ± 0"));
}

TEST(Report, of_a_run_without_axes_has_no_sweep_table) {
  RunResult run = empty_run({0, 1}, {{"activation.mean", "1", "mean of x", false}});
  cell(run, 0, 1, 0) = normal(100, 0, 1);
  EXPECT_THAT(report(run, narrow), Not(HasSubstr("All points")));
}

TEST(Report, of_quantities_that_it_does_not_know_is_still_a_report) {
  RunResult run = empty_run({0, 1}, {{"something.else", "1", "", true}});
  cell(run, 0, 1, 0) = log_normal(100, 0, 1);
  EXPECT_THAT(report(run, narrow), HasSubstr("Depth of ReLU networks"));
  EXPECT_THAT(report(run, narrow), HasSubstr("layer  something.else\n"));
  EXPECT_THAT(report(run, narrow), HasSubstr("    1     1.65 ± 0.22\n"));
  EXPECT_THAT(report(run, narrow), HasSubstr("\nmean over trials ± standard error\n"));
}

TEST(Report, of_a_large_sweep_shows_the_points_as_rows_only) {
  std::vector<double> numbers;
  std::vector<std::string> labels;
  for (std::size_t i = 0; i <= most_point_tables; ++i) {
    numbers.push_back(static_cast<double>(i));
    labels.push_back(std::to_string(i));
  }
  RunResult run = empty_run({0, 1, 2}, {{"activation.second_moment", "1", "", true}}, {{"seed", numbers, labels}});
  for (Summary& summary : run.summaries) summary = log_normal(100, 0, 0.1);
  cell(run, 5, 2, 0) = overflowed(100);
  const std::string text = report(run, narrow);
  EXPECT_THAT(text, Not(HasSubstr("seed = 4")));
  EXPECT_THAT(text, HasSubstr("seed = 5\nActivations overflow in layer 2, in 100 of 100 trials."));
  EXPECT_THAT(text, HasSubstr("All points"));
}

}  // namespace
}  // namespace initlab::test
