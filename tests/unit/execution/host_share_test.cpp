#include "execution/host_share.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace initlab {
namespace {

using Places = std::vector<std::string>;  // host, number of processors, their numbers

TEST(HostShare, ranks_that_are_bound_have_what_they_are_bound_to) {
  const Places places{"a 2 0 1", "a 2 2 3"};
  EXPECT_EQ(host_share(places, 0).threads, 2u);
  EXPECT_EQ(host_share(places, 1).threads, 2u);
}

TEST(HostShare, ranks_that_may_run_anywhere_have_equal_parts) {
  const Places places{"a 6 0 1 2 3 4 5", "a 6 0 1 2 3 4 5", "a 6 0 1 2 3 4 5"};
  EXPECT_EQ(host_share(places, 1).threads, 2u);
  EXPECT_EQ(host_share(places, 1).ranks, 3u);
}

TEST(HostShare, of_a_machine_that_overlaps_partly_each_processor_is_divided) {
  const Places places{"a 4 0 1 2 3", "a 2 2 3"};
  EXPECT_EQ(host_share(places, 0).threads, 3u);  // 1 + 1 + 1/2 + 1/2
  EXPECT_EQ(host_share(places, 1).threads, 1u);
}

TEST(HostShare, other_machines_do_not_count) {
  const Places places{"a 2 0 1", "b 2 0 1"};
  EXPECT_EQ(host_share(places, 0).threads, 2u);
  EXPECT_EQ(host_share(places, 0).ranks, 1u);
}

TEST(HostShare, more_ranks_than_processors_have_one_thread) {
  EXPECT_EQ(host_share(Places(5, "a 2 0 1"), 3).threads, 1u);
}

TEST(HostShare, processors_that_openmp_has_hidden_are_divided_by_number) {
  EXPECT_EQ(host_share(Places(2, "a 8 0"), 1).threads, 4u);
}

TEST(HostShare, this_process_has_a_place) { EXPECT_GE(host_share(Places{place_of_this_process()}, 0).threads, 1u); }

}  // namespace
}  // namespace initlab
