#include "results/run_result.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"
#include "made_up_run.hpp"
#include "results/summary_fields.hpp"

namespace initlab::test {
namespace {

TEST(RunResult, points_are_row_major_with_the_last_axis_fastest) {
  const RunResult run = small_sweep();
  EXPECT_EQ(run.points(), 4u);
  EXPECT_EQ(run.coordinates(1), (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(run.coordinates(2), (std::vector<std::size_t>{1, 0}));
  EXPECT_EQ(&run.at(1, 2, 1), &run.summaries[(1 * 4 + 2) * 2 + 1]);
}

TEST(RunResult, without_axes_has_one_point) { EXPECT_EQ(empty_run({0, 1}, {}).points(), 1u); }

TEST(RunResult, is_identical_to_its_copy_in_spite_of_NaN) { EXPECT_TRUE(identical(small_sweep(), small_sweep())); }

TEST(RunResult, differs_when_one_bit_differs) {
  RunResult run = small_sweep();
  double& mean = cell(run, 3, 2, 0).mean;
  mean = std::nextafter(mean, 2.0);
  EXPECT_FALSE(identical(run, small_sweep()));
}

TEST(RunResult, of_sizes_or_names_that_do_not_fit_is_refused) {
  EXPECT_NO_THROW(check_consistency(small_sweep()));
  const auto broken = [](auto change) {
    RunResult run = small_sweep();
    change(run);
    return run;
  };
  EXPECT_THROW(check_consistency(broken([](RunResult& run) { run.summaries.pop_back(); })), DomainError);
  EXPECT_THROW(check_consistency(broken([](RunResult& run) { run.layers[1] = 2; })), DomainError);
  EXPECT_THROW(check_consistency(broken([](RunResult& run) { run.axes[0].numbers.pop_back(); })), DomainError);
  EXPECT_THROW(check_consistency(broken([](RunResult& run) { run.axes[1].key = run.axes[0].key; })), DomainError);
  EXPECT_THROW(check_consistency(broken([](RunResult& run) { run.quantities[0].name = "layer"; })), DomainError);
  EXPECT_THROW(check_consistency(broken([](RunResult& run) { run.manifest.engines.resize(3); })), DomainError);
}

TEST(SummaryFields, numbers_come_back_as_the_summary) {
  const Summary before = log_normal(100, 0.5, 0.25);
  EXPECT_EQ(numbers_of(summary_of(numbers_of(before))), numbers_of(before));
}

TEST(SummaryFields, of_a_summary_without_trials_are_NaN_but_for_the_counts) {
  const SummaryNumbers numbers = numbers_of(Summary{});
  for (std::size_t field = 0; field < numbers.size(); ++field)
    EXPECT_EQ(std::isnan(numbers[field]),
              !summary_fields[field].ends_with("count") && summary_fields[field] != "nonfinite")
        << summary_fields[field];
}

TEST(SummaryFields, a_count_that_is_none_is_refused) {
  SummaryNumbers numbers = numbers_of(log_normal(100, 0, 1));
  numbers[0] = -1;
  EXPECT_THROW(summary_of(numbers), DomainError);
  numbers[0] = std::nan("");
  EXPECT_THROW(summary_of(numbers), DomainError);
}

}  // namespace
}  // namespace initlab::test
