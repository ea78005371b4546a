#include "results/trouble.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "made_up_run.hpp"

namespace initlab::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Layers 0..10, 1000 trials, all in order.
RunResult healthy_run() {
  RunResult run = empty_run({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
                            {{"activation.second_moment", "1", "", true}, {"gradient.preactivation", "1", "", true}});
  for (std::size_t layer = 0; layer <= 10; ++layer) {
    cell(run, 0, layer, 0) = log_normal(1000, 0, 0.1);
    if (layer > 0) cell(run, 0, layer, 1) = log_normal(1000, 0, 0.1);
  }
  return run;
}

std::vector<std::string> sentences(const RunResult& run) {
  std::vector<std::string> all;
  for (const Trouble& trouble : find_trouble(run, 0)) all.push_back(trouble.sentence);
  return all;
}

TEST(Trouble, a_healthy_run_has_none) { EXPECT_THAT(sentences(healthy_run()), IsEmpty()); }

TEST(Trouble, of_activations_that_overflow_begins_at_the_first_layer_hit) {
  RunResult run = healthy_run();
  cell(run, 0, 9, 0).count = 988;
  cell(run, 0, 9, 0).nonfinite = 12;
  cell(run, 0, 10, 0) = overflowed(1000);
  EXPECT_THAT(sentences(run), ElementsAre("Activations overflow from layer 9 on, in 1000 of 1000 trials."));
}

TEST(Trouble, of_activations_that_are_zero_in_some_networks_is_counted) {
  RunResult run = healthy_run();
  for (std::size_t layer = 7; layer <= 10; ++layer) {
    cell(run, 0, layer, 0).log_count = 1000 - layer;
    cell(run, 0, layer, 0).min = 0;
  }
  EXPECT_THAT(sentences(run), ElementsAre("All activations are zero from layer 7 on, in 10 of 1000 trials."));
}

TEST(Trouble, of_gradients_ends_at_the_last_layer_hit) {
  RunResult run = healthy_run();
  for (std::size_t layer = 1; layer <= 3; ++layer) cell(run, 0, layer, 1) = constant(1000, 0);
  EXPECT_THAT(sentences(run), ElementsAre("All gradients are zero up to layer 3, in 1000 of 1000 trials."));
}

TEST(Trouble, everywhere_or_in_the_middle_says_so) {
  RunResult run = healthy_run();
  for (std::size_t layer = 1; layer <= 10; ++layer) cell(run, 0, layer, 1) = overflowed(1000);
  cell(run, 0, 4, 0) = constant(1000, 0);
  EXPECT_THAT(sentences(run), ElementsAre("All activations are zero in layer 4, in 1000 of 1000 trials.",
                                          "Gradients overflow in every layer, in 1000 of 1000 trials."));
}

TEST(Trouble, is_not_looked_for_in_layers_that_a_point_has_not) {
  RunResult run = healthy_run();
  for (std::size_t layer = 6; layer <= 10; ++layer) cell(run, 0, layer, 0) = cell(run, 0, layer, 1) = Summary{};
  EXPECT_THAT(sentences(run), IsEmpty());
  cell(run, 0, 5, 0) = overflowed(1000);
  EXPECT_THAT(sentences(run), ElementsAre("Activations overflow in layer 5, in 1000 of 1000 trials."));
}

}  // namespace
}  // namespace initlab::test
