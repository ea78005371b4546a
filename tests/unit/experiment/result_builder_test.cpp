#include "experiment/result_builder.hpp"

#include "unit/experiment/made_blocks.hpp"

namespace initlab::test {
namespace {

struct Made {
  Plan plan = plan_of_small_blocks();
  KeptBlocks store;
  Made() { BlockRunner(plan, *make_backend(BackendKind::serial, 1)).run(all_blocks(plan), store); }
  Measurement block(std::size_t number) const { return store.parts.at(number).measurement; }
};

const Made& made() {
  static const Made once;
  return once;
}

RunResult built_from(const std::vector<std::size_t>& blocks) {
  ResultBuilder builder(made().plan);
  for (const std::size_t block : blocks) builder.take(block, made().block(block));
  return builder.finish();
}

TEST(ResultBuilder, makes_what_a_run_in_memory_makes) {
  const Plan& plan = made().plan;
  EXPECT_TRUE(identical(built_from(all_blocks(plan)), run(plan, *make_backend(BackendKind::openmp, 3), nullptr)));
}

TEST(ResultBuilder, merges_the_blocks_of_a_point_and_no_others) {
  const RunResult result = built_from(all_blocks(made().plan));
  for (std::size_t point = 0; point < 3; ++point) {
    EXPECT_EQ(result.at(point, 1, 0).count, 10u);
    Measurement merged = made().block(3 * point);
    merged.merge(made().block(3 * point + 1));
    merged.merge(made().block(3 * point + 2));
    EXPECT_EQ(result.at(point, 1, 0).mean, merged.at(1, 0).summary().mean);
  }
}

TEST(ResultBuilder, blocks_that_are_left_out_are_missing_trials) {
  const RunResult result = built_from({0, 5, 6, 8});
  EXPECT_EQ(result.at(0, 1, 0).count, 4u);
  EXPECT_EQ(result.at(1, 1, 0).count, 2u);
  EXPECT_EQ(result.at(2, 1, 0).count, 6u);
}

TEST(ResultBuilder, points_without_a_trial_are_empty) {
  const RunResult nothing = built_from({});
  EXPECT_NO_THROW(check_consistency(nothing));
  const RunResult result = built_from({3});
  EXPECT_EQ(result.at(0, 1, 0).count, 0u);
  EXPECT_EQ(result.at(1, 1, 0).count, 4u);
  EXPECT_EQ(result.at(2, 3, 0).count, 0u);
}

}  // namespace
}  // namespace initlab::test
