#include "execution/stop_request.hpp"

#include <gtest/gtest.h>

namespace initlab {
namespace {

TEST(StopRequest, asks_for_nothing_at_first) {
  const StopRequest stop;
  EXPECT_FALSE(stop.before_next_block());
  EXPECT_FALSE(stop.before_next_trial());
}

TEST(StopRequest, lets_trials_of_begun_blocks_go_on) {
  StopRequest stop;
  stop.after_blocks();
  EXPECT_TRUE(stop.before_next_block());
  EXPECT_FALSE(stop.before_next_trial());
}

TEST(StopRequest, becomes_more_urgent_and_never_less) {
  StopRequest stop;
  stop.after_trials();
  stop.after_blocks();
  EXPECT_TRUE(stop.before_next_block());
  EXPECT_TRUE(stop.before_next_trial());
}

}  // namespace
}  // namespace initlab
