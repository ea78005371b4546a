#include "cli/progress_line.hpp"

#include <gtest/gtest.h>

namespace initlab {
namespace {

std::string text_after(double seconds, std::uint64_t done, std::uint64_t trials) {
  return progress_text({.trials_done = done, .trials = trials}, seconds);
}

TEST(ProgressText, tells_share_rate_and_time_left) {
  EXPECT_EQ(text_after(2, 1000, 4000), "  25 %  1000 of 4000 trials, 500 a second, 6 s left");
  EXPECT_EQ(text_after(1, 4000, 4000), " 100 %  4000 of 4000 trials, 4e+03 a second, 0 s left");
}

TEST(ProgressText, tells_long_times_in_minutes_and_hours) {
  EXPECT_EQ(text_after(1, 1, 60), "   2 %  1 of 60 trials, 1 a second, 59 s left");
  EXPECT_EQ(text_after(1, 1, 61), "   2 %  1 of 61 trials, 1 a second, 1 min 00 s left");
  EXPECT_EQ(text_after(1, 1, 3600), "   0 %  1 of 3600 trials, 1 a second, 59 min 59 s left");
  EXPECT_EQ(text_after(1, 1, 3601), "   0 %  1 of 3601 trials, 1 a second, 1 h 00 min left");
  EXPECT_EQ(text_after(1, 1, 90001), "   0 %  1 of 90001 trials, 1 a second, 25 h 00 min left");
}

TEST(ProgressText, never_shows_sixty_seconds) {
  EXPECT_EQ(text_after(1.19, 1, 101), "   1 %  1 of 101 trials, 0.84 a second, 1 min 59 s left");
  EXPECT_EQ(text_after(1.197, 1, 101), "   1 %  1 of 101 trials, 0.835 a second, 2 min 00 s left");
}

TEST(ProgressText, counts_the_rate_without_what_was_there_before) {
  EXPECT_EQ(progress_text({.trials_done = 3000, .trials = 4000, .trials_before = 2000}, 2),
            "  75 %  3000 of 4000 trials, 500 a second, 2 s left");
}

TEST(ProgressJson, has_numbers_for_programs) {
  EXPECT_EQ(
      progress_json({.trials_done = 3000, .trials = 4000, .trials_before = 2000}, 2),
      R"({"trials_done":3000,"trials":4000,"share":0.75,"seconds":2.0,"trials_per_second":500.0,"seconds_left":2.0})");
}

TEST(ProgressJson, knows_no_time_left_before_the_first_trial) {
  EXPECT_EQ(progress_json({.trials_done = 0, .trials = 4000}, 2),
            R"({"trials_done":0,"trials":4000,"share":0.0,"seconds":2.0,"trials_per_second":0.0,"seconds_left":null})");
}

}  // namespace
}  // namespace initlab
