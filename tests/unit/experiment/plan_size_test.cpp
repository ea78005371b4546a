#include "experiment/plan_size.hpp"

#include <gtest/gtest.h>

#include "core/config_parser.hpp"
#include "core/error.hpp"
#include "experiment/sweep.hpp"

namespace initlab::test {
namespace {

std::vector<ConfigValue> points_of(const std::string& text) {
  return expand_sweep(parse_config(text, "a.toml")).points;
}

TEST(PlanSize, grows_with_layers_and_points) {
  const double one = plan_bytes(points_of("network.depth = 1000000"));
  EXPECT_GT(one, 1e8);
  EXPECT_DOUBLE_EQ(plan_bytes(points_of("network.depth = 1000000\n[sweep]\nseed = [1, 2, 3]")), 3 * one);
  EXPECT_DOUBLE_EQ(plan_bytes(points_of("network.width = [5, 6, 7]")), plan_bytes(points_of("network.depth = 3")));
  EXPECT_LT(plan_bytes(points_of("[sweep]\n'network.depth' = [1, 2]")), 1e4);
}

TEST(PlanSize, is_no_reason_to_refuse_what_cannot_be_read) {
  for (const char* text : {"", "network = 3", "network.depth = 'many'", "network.width = 3"})
    EXPECT_NO_THROW(check_plan_size(points_of(text), 1e4)) << text;
}

TEST(PlanSize, beyond_the_limit_is_refused_with_both_numbers) {
  const std::vector<ConfigValue> points = points_of("network.depth = 10000000\n[sweep]\nseed = [1, 2]");
  EXPECT_NO_THROW(check_plan_size(points, 1e10));
  try {
    check_plan_size(points, 0x1p30);
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(),
                 "the plan of the run takes about 7.82 GiB of memory (2e+07 layers in 2 points), and 1 GiB are left. "
                 "Take fewer points or layers.");
  }
}

}  // namespace
}  // namespace initlab::test
