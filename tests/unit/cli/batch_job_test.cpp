#include "cli/batch_job.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "cli/filled_template.hpp"

namespace initlab {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

BatchJob job_of(minutes limit, double seconds_of_work) {
  BatchJob job;
  job.time_limit = limit;
  job.element_seconds = seconds_of_work;
  return job;
}

TEST(BatchJob, is_warned_a_minute_before_its_limit_or_a_third_of_it) {
  EXPECT_EQ(job_of(hours(24), 1).warning(), seconds(60));
  EXPECT_EQ(job_of(minutes(3), 1).warning(), seconds(60));
  EXPECT_EQ(job_of(minutes(1), 1).warning(), seconds(20));
}

TEST(BatchJob, stops_for_good_half_way_between_warning_and_limit) {
  for (const int limit : {1, 2, 3, 60}) {
    const BatchJob job = job_of(minutes(limit), 1);
    EXPECT_LT(job.patience(), job.warning());
    EXPECT_EQ(job.working_time() + job.warning(), seconds(60 * limit));
  }
}

TEST(BatchJob, may_be_restarted_as_often_as_twice_its_estimate_asks_for_and_five_times_more) {
  EXPECT_EQ(job_of(minutes(11), 10).restarts(), 5u);
  EXPECT_EQ(job_of(minutes(11), 600).restarts(), 7u);  // it has 600 s for work, and may take 1200
  EXPECT_EQ(job_of(minutes(11), 7 * 86400).restarts(), 5u + 2016u);
}

TEST(BatchJob, has_as_many_shards_an_element_as_its_first_one) {
  BatchJob job;
  for (const auto& [shards, elements, expected] :
       {std::tuple{8u, 8u, 1u}, {1000u, 1000u, 1u}, {1001u, 1000u, 2u}, {2000u, 1000u, 2u}}) {
    job.shards = shards;
    job.elements = elements;
    EXPECT_EQ(job.shards_of_an_element(), expected);
  }
}

TEST(SlurmTime, counts_hours_beyond_a_day) {
  EXPECT_EQ(slurm_time(minutes(5)), "00:05:00");
  EXPECT_EQ(slurm_time(hours(26) + minutes(1)), "26:01:00");
  EXPECT_EQ(slurm_time(hours(24 * 7)), "168:00:00");
}

TEST(DefaultTimeLimit, is_twice_the_estimate_within_bounds) {
  EXPECT_EQ(default_time_limit(0), minutes(10));
  EXPECT_EQ(default_time_limit(1800), minutes(65));
  EXPECT_EQ(default_time_limit(1e30), hours(24));
}

TEST(FilledTemplate, replaces_names_and_nothing_else) {
  EXPECT_EQ(filled_template("@a@ and @b@@a@", {{"a", "1"}, {"b", "2"}}), "1 and 21");
  EXPECT_EQ(filled_template("\"$@\" me@home @unknown@", {{"a", "1"}}), "\"$@\" me@home @unknown@");
  EXPECT_EQ(filled_template("USR1@@a@", {{"a", "60"}}), "USR1@60");
  EXPECT_EQ(filled_template("@", {}), "@");
}

TEST(FilledTemplate, takes_values_as_they_are) {
  EXPECT_EQ(filled_template("@a@", {{"a", "@b@"}, {"b", "wrong"}}), "@b@");
}

}  // namespace
}  // namespace initlab
