#include "experiment/numerics_class.hpp"

#include <gmock/gmock.h>

namespace initlab::test {
namespace {

// Processes of other classes: tests/cli/plan_test.py.
TEST(NumericsClass, is_short_and_keeps_its_place) {
  EXPECT_THAT(numerics_class(), testing::MatchesRegex("libm-[0-9a-f]+"));
  EXPECT_EQ(numerics_class().size(), 13u);
  EXPECT_EQ(&numerics_class(), &numerics_class());
}

}  // namespace
}  // namespace initlab::test
