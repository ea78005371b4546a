#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "failing_disk.hpp"
#include "made_up_journal.hpp"

namespace initlab::test {
namespace {

using namespace std::chrono_literals;

TEST(Commit, syncs_only_what_is_not_on_the_disk_yet) {
  const ScratchFolder folder;
  JournalWriter writer = begin_journal(folder / "journal", "plan");
  const FailingDisk disk;
  writer.commit();
  EXPECT_EQ(disk.syncs, 0u);
  writer.append(0, 1, {});
  writer.commit();
  writer.commit();
  EXPECT_EQ(disk.syncs, 1u);
}

TEST(Commit, happens_by_itself_but_not_before_half_a_second_has_passed) {
  const ScratchFolder folder;
  const auto begin = std::chrono::steady_clock::now();
  JournalWriter writer = begin_journal(folder / "journal", "plan");
  const FailingDisk disk;
  while (disk.syncs < 2) {
    writer.append(0, 1, {});
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 1000ms);
}

TEST(Commit, of_many_threads_is_one_sync_at_a_time_and_for_all_of_them) {
  const ScratchFolder folder;
  JournalWriter writer = begin_journal(folder / "journal", "plan");
  FailingDisk disk;
  std::atomic<int> at_once{0};
  std::atomic<bool> overlapped{false};
  disk.before_sync = [&] {
    if (++at_once > 1) overlapped = true;
    std::this_thread::sleep_for(5ms);
    --at_once;
  };
  constexpr std::size_t threads = 4, commits_each = 20;
  std::latch all_run(threads);
  std::vector<std::thread> running;
  for (std::size_t thread = 0; thread < threads; ++thread)
    running.emplace_back([&] {
      all_run.arrive_and_wait();
      for (std::size_t i = 0; i < commits_each; ++i) {
        writer.append(0, 1, {});
        writer.commit();
      }
    });
  for (std::thread& thread : running) thread.join();
  EXPECT_FALSE(overlapped);
  EXPECT_LT(disk.syncs, threads * commits_each);
  EXPECT_GE(disk.syncs, commits_each);
}

TEST(Commit, does_not_hold_up_those_who_append) {
  const ScratchFolder folder;
  JournalWriter writer = begin_journal(folder / "journal", "plan");
  FailingDisk disk;
  std::promise<void> begun, may_end;
  disk.before_sync = [&, end = may_end.get_future().share()] {
    if (disk.syncs > 1) return;
    begun.set_value();
    end.wait();
  };
  writer.append(0, 1, payload_of(0, 10));
  std::thread committing([&] { writer.commit(); });
  begun.get_future().wait();
  writer.append(1, 1, payload_of(1, 10));  // would never return
  EXPECT_EQ(blocks_in(folder / "journal").size(), 2u);
  may_end.set_value();
  committing.join();
  writer.commit();
  EXPECT_EQ(disk.syncs, 2u) << "the record appended during the first sync needs one of its own";
}

TEST(Commit, that_fails_fails_for_all_who_wait_for_it) {
  const ScratchFolder folder;
  JournalWriter writer = begin_journal(folder / "journal", "plan");
  writer.append(0, 1, payload_of(0, 10));
  FailingDisk disk;
  disk.error = EIO;
  disk.first_failing_call = 0;
  disk.before_sync = [] { std::this_thread::sleep_for(20ms); };
  std::string other;
  std::thread committing([&] { other = error_of([&] { writer.commit(); }); });
  const std::string own = error_of([&] { writer.commit(); });
  committing.join();
  EXPECT_NE(own, "");
  EXPECT_EQ(own, other);
}

}  // namespace
}  // namespace initlab::test
