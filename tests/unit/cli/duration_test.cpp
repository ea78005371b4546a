#include "cli/duration.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace initlab {
namespace {

using namespace std::chrono_literals;

std::string refusal(const std::string& text) {
  try {
    parse_duration(text, "--max-time");
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Duration, has_units_from_the_largest_down) {
  EXPECT_EQ(parse_duration("90s", ""), 90s);
  EXPECT_EQ(parse_duration("3h50m", ""), 3h + 50min);
  EXPECT_EQ(parse_duration("1.5h", ""), 90min);
  EXPECT_EQ(parse_duration("2d1h1m1s", ""), 49h + 61s);
  EXPECT_EQ(parse_duration("1.25s", ""), 1250ms);
}

TEST(Duration, is_written_as_slurm_does) {
  EXPECT_EQ(parse_duration("03:50:00", ""), 3h + 50min);
  EXPECT_EQ(parse_duration("30:00", ""), 30min);
  EXPECT_EQ(parse_duration("90:00", ""), 90min);
}

TEST(Duration, of_another_form_is_refused_with_examples) {
  EXPECT_EQ(refusal("soon"),
            "--max-time 'soon' must be a time from a second to a year, as in 90s, 3h50m, 2d or 03:50:00.");
  for (const char* text :
       {"",     "10",   "h",       "10x",     "50m3h",   "1h1h", "-5s", "+5s",  " 5s", "5s ",  "1e3s",
        "infs", "nans", "1:60:00", "1:00:60", "1:2:3:4", "1:",   ":1",  "0.5s", "0s",  "400d", "99999999999999999999d"})
    EXPECT_NE(refusal(text), "no error") << text;
}

TEST(Duration, is_told_in_the_units_that_people_need) {
  EXPECT_EQ(duration_text(0.4), "0 s");
  EXPECT_EQ(duration_text(59.6), "1 min 00 s");
  EXPECT_EQ(duration_text(245), "4 min 05 s");
  EXPECT_EQ(duration_text(90000), "25 h 00 min");
}

}  // namespace
}  // namespace initlab
