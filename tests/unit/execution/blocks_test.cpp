// What for_each_block promises about the blocks themselves; errors are in errors_test.cpp.
#include <xmmintrin.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "unit/execution/every_backend.hpp"

namespace initlab {
namespace {

class Blocks : public EveryBackend {};
INITLAB_ON_EVERY_BACKEND(Blocks);

TEST_P(Blocks, every_block_runs_exactly_once) {
  for (const std::size_t count : {0, 1, 7, 1000}) {
    std::vector<std::atomic<int>> runs(count);
    backend_->for_each_block(count, [&](std::size_t block) { ++runs.at(block); });
    for (const auto& times : runs) EXPECT_EQ(times, 1);
  }
}

TEST_P(Blocks, what_blocks_wrote_is_there_when_the_loop_returns) {
  std::vector<std::size_t> squares(1000);  // plain memory: the loop itself must synchronise
  backend_->for_each_block(squares.size(), [&](std::size_t block) { squares[block] = block * block; });
  for (std::size_t block = 0; block < squares.size(); ++block) EXPECT_EQ(squares[block], block * block);
}

TEST_P(Blocks, a_backend_can_be_used_again) {
  std::atomic<int> runs = 0;
  for (int loop = 0; loop < 100; ++loop) backend_->for_each_block(3, [&](std::size_t) { ++runs; });
  EXPECT_EQ(runs, 300);
}

TEST_P(Blocks, run_at_the_same_time_on_as_many_threads_as_asked_for) {
  // Every block waits until all have been started; with fewer threads than blocks that would never be.
  std::mutex mutex;
  std::condition_variable all_started;
  const unsigned threads = backend_->threads();
  unsigned started = 0;
  backend_->for_each_block(threads, [&](std::size_t) {
    std::unique_lock lock(mutex);
    if (++started == threads) all_started.notify_all();
    const bool together = all_started.wait_for(lock, std::chrono::seconds(20), [&] { return started == threads; });
    EXPECT_TRUE(together) << "only " << started << " of " << threads;
  });
}

TEST_P(Blocks, are_run_in_ascending_order_by_each_thread) {
  std::mutex mutex;
  std::map<std::thread::id, std::vector<std::size_t>> blocks_of;
  backend_->for_each_block(1000, [&](std::size_t block) {
    const std::lock_guard lock(mutex);
    blocks_of[std::this_thread::get_id()].push_back(block);
  });
  EXPECT_LE(blocks_of.size(), backend_->threads());
  for (const auto& [thread, blocks] : blocks_of) EXPECT_TRUE(std::is_sorted(blocks.begin(), blocks.end()));
}

TEST_P(Blocks, compute_in_the_floating_point_environment_of_the_caller) {
  backend_->for_each_block(100, [](std::size_t) {});  // the pool's threads exist, with the default environment
  const unsigned before = _mm_getcsr();
  _MM_SET_FLUSH_ZERO_MODE(_MM_FLUSH_ZERO_ON);
  std::atomic<int> flushing = 0;
  backend_->for_each_block(100, [&](std::size_t) { flushing += _MM_GET_FLUSH_ZERO_MODE() == _MM_FLUSH_ZERO_ON; });
  _mm_setcsr(before);
  EXPECT_EQ(flushing, 100);
  backend_->for_each_block(100, [&](std::size_t) { flushing += _MM_GET_FLUSH_ZERO_MODE() == _MM_FLUSH_ZERO_ON; });
  EXPECT_EQ(flushing, 100);
}

TEST_P(Blocks, do_not_leak_their_floating_point_environment_to_the_caller) {
  const unsigned control = _mm_getcsr() & ~_MM_EXCEPT_MASK;
  backend_->for_each_block(10, [](std::size_t) { _MM_SET_FLUSH_ZERO_MODE(_MM_FLUSH_ZERO_ON); });
  EXPECT_EQ(_mm_getcsr() & ~_MM_EXCEPT_MASK, control);
}

}  // namespace
}  // namespace initlab
