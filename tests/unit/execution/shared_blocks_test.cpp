#include "execution/shared_blocks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "fake_ranks.hpp"

namespace initlab {
namespace {

using test::as_ranks;
using testing::UnorderedElementsAreArray;

std::unique_ptr<SharedBlocks> share(Messenger& messenger, std::span<const std::size_t> blocks, unsigned threads) {
  return messenger.rank() == 0 ? deal_blocks(messenger, blocks) : ask_for_blocks(messenger, threads);
}

std::vector<std::size_t> numbers(std::size_t count) {
  std::vector<std::size_t> blocks(count);
  std::iota(blocks.begin(), blocks.end(), std::size_t{100});
  return blocks;
}

/// What the threads of all ranks were given.
std::vector<std::size_t> given(unsigned ranks, unsigned threads, const std::vector<std::size_t>& blocks) {
  std::mutex mutex;
  std::vector<std::size_t> taken;
  as_ranks(ranks, [&](std::unique_ptr<Messenger> messenger) {
    const auto shared = share(*messenger, blocks, threads);
    {
      std::vector<std::jthread> workers;
      for (unsigned thread = 0; thread < threads; ++thread)
        workers.emplace_back([&] {
          while (const auto block = shared->next()) {
            const std::lock_guard lock(mutex);
            taken.push_back(*block);
          }
        });
    }
    shared->close(Closing::finished);
  });
  return taken;
}

TEST(SharedBlocks, every_block_is_given_to_one_thread_of_one_rank) {
  for (const unsigned ranks : {2u, 3u, 7u})
    for (const unsigned threads : {1u, 3u})
      for (const std::size_t count : {0u, 1u, 2u, 5u, 1000u})
        EXPECT_THAT(given(ranks, threads, numbers(count)), UnorderedElementsAreArray(numbers(count)))
            << ranks << " ranks of " << threads << ", " << count << " blocks";
}

TEST(SharedBlocks, every_rank_is_given_some_while_rank_0_does_something_else) {
  std::atomic<unsigned> served = 0;
  as_ranks(3, [&](std::unique_ptr<Messenger> messenger) {
    const auto shared = share(*messenger, numbers(50), 1);
    if (messenger->rank() > 0 && shared->next()) ++served;
    while (served < 2) std::this_thread::yield();  // for ever, if rank 0 served nobody meanwhile
    while (shared->next()) {
    }
    shared->close(Closing::finished);
  });
}

TEST(SharedBlocks, rank_0_knows_what_the_others_have_done_when_all_have_closed) {
  as_ranks(4, [&](std::unique_ptr<Messenger> messenger) {
    const auto shared = share(*messenger, numbers(20), 1);
    while (shared->next()) {
    }
    if (messenger->rank() > 0) shared->add_done(10 * messenger->rank());
    EXPECT_EQ(shared->close(Closing::finished), Closing::finished);
    if (messenger->rank() == 0) {
      EXPECT_EQ(shared->done_by_others(), 60u);
    }
  });
}

TEST(SharedBlocks, a_rank_that_is_stopped_stops_the_others_without_losing_their_begun_blocks) {
  std::atomic<std::size_t> taken = 0;
  constexpr std::size_t endless = 10'000'000;
  const std::vector<std::size_t> blocks = numbers(endless);
  as_ranks(3, [&](std::unique_ptr<Messenger> messenger) {
    const auto shared = share(*messenger, blocks, 1);
    if (messenger->rank() == 2) {
      shared->next();
      EXPECT_EQ(shared->close(Closing::stopped), Closing::stopped);
      return;
    }
    while (shared->next()) {
      ++taken;
      std::this_thread::sleep_for(std::chrono::microseconds(50));
    }
    const Closing closing = shared->close(Closing::finished);
    if (messenger->rank() == 0) {
      EXPECT_EQ(closing, Closing::stopped);
    }
  });
  EXPECT_LT(taken, endless / 2);
}

TEST(SharedBlocks, the_results_of_all_are_on_the_disk_when_rank_0_has_closed) {
  std::atomic<unsigned> on_the_disk = 0;
  as_ranks(4, [&](std::unique_ptr<Messenger> messenger) {
    const auto shared = share(*messenger, numbers(3), 1);
    while (shared->next()) {
    }
    if (messenger->rank() > 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10 * messenger->rank()));
      ++on_the_disk;
    }
    shared->close(Closing::finished);
    EXPECT_EQ(on_the_disk, 3u);  // the others leave no sooner either
  });
}

TEST(SharedBlocks, a_rank_that_fails_leaves_without_waiting) {
  as_ranks(2, [&](std::unique_ptr<Messenger> messenger) {
    const auto shared = share(*messenger, numbers(1000), 2);
    if (messenger->rank() == 0) shared->next();
  });
}

}  // namespace
}  // namespace initlab
