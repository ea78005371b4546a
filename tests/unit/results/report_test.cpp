#include "results/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "made_up_run.hpp"
#include "results/layer_selection.hpp"
#include "results/point_table.hpp"

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
  EXPECT_EQ(readable(7), (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(readable(8), (std::vector<std::uint32_t>{0, 1, 2, 3, 5, 8}));
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
)");
}

TEST(Report, is_in_plain_text_unless_colour_is_asked_for) {
  EXPECT_THAT(report(every_column(), narrow), Not(HasSubstr("\x1b")));
  EXPECT_THAT(report(every_column(), {.colour = true, .width = 60}), HasSubstr("\x1b[33mGradients overflow"));
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
