#include <algorithm>
#include <atomic>
#include <chrono>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "unit/execution/every_backend.hpp"

namespace initlab {
namespace {

class Errors : public EveryBackend {};
INITLAB_ON_EVERY_BACKEND(Errors);

struct BlockFailed {
  std::size_t block;
};

TEST_P(Errors, the_lowest_failing_block_is_reported_whatever_the_timing) {
  constexpr int repetitions = 300;
  std::mt19937 engine(1);  // only for which blocks fail and how long they take
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    constexpr std::size_t count = 40;
    std::set<std::size_t> failing;
    for (int i = 0; i < 5; ++i) failing.insert(engine() % count);
    std::vector<std::chrono::microseconds> duration(count);
    for (auto& time : duration) time = std::chrono::microseconds(engine() % 50);
    // Late failure of the lowest one, the case that a "first error wins" gets wrong.
    duration[*failing.begin()] = std::chrono::microseconds(200);
    try {
      backend_->for_each_block(count, [&](std::size_t block) {
        std::this_thread::sleep_for(duration[block]);
        if (failing.contains(block)) throw BlockFailed{block};
      });
      FAIL() << "no error was reported";
    } catch (const BlockFailed& error) {
      ASSERT_EQ(error.block, *failing.begin()) << "repetition " << repetition;
    }
  }
}

TEST_P(Errors, blocks_below_a_failed_one_still_run) {
  constexpr std::size_t count = 200;
  constexpr std::size_t failing = 100;
  std::vector<std::atomic<int>> runs(count);
  EXPECT_THROW(backend_->for_each_block(count,
                                        [&](std::size_t block) {
                                          ++runs[block];
                                          if (block == failing) throw BlockFailed{block};
                                        }),
               BlockFailed);
  EXPECT_TRUE(std::all_of(runs.begin(), runs.begin() + failing + 1, [](const auto& times) { return times == 1; }));
}

TEST_P(Errors, blocks_above_a_failed_one_are_not_started) {
  // The others may start while block 0 is on its way to fail, but they take a millisecond each: hardly any can.
  constexpr std::size_t count = 1000;
  std::atomic<std::size_t> runs = 0;
  EXPECT_THROW(backend_->for_each_block(count,
                                        [&](std::size_t block) {
                                          ++runs;
                                          if (block == 0) throw BlockFailed{block};
                                          std::this_thread::sleep_for(std::chrono::milliseconds(1));
                                        }),
               BlockFailed);
  EXPECT_LT(runs, count / 2);
}

TEST_P(Errors, what_is_thrown_need_not_be_a_standard_exception) {
  EXPECT_THROW(backend_->for_each_block(10,
                                        [](std::size_t block) {
                                          if (block == 3) throw 42;
                                        }),
               int);
}

TEST_P(Errors, a_failed_loop_leaves_the_backend_usable) {
  EXPECT_THROW(backend_->for_each_block(10, [](std::size_t block) { throw BlockFailed{block}; }), BlockFailed);
  std::atomic<int> runs = 0;
  backend_->for_each_block(10, [&](std::size_t) { ++runs; });
  EXPECT_EQ(runs, 10);
}

}  // namespace
}  // namespace initlab
