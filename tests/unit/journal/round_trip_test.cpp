#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "made_up_journal.hpp"

namespace initlab::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Journal, gives_back_what_was_appended_in_order) {
  const ScratchFolder folder;
  JournalWriter writer = begin_journal(folder / "journal", "seed = 1\n");
  for (const KeptBlock& block : some_blocks()) append(writer, block);

  const JournalReader journal(folder / "journal");
  EXPECT_EQ(blocks_in(journal), some_blocks());
  EXPECT_EQ(journal.plan(), "seed = 1\n");
  EXPECT_EQ(journal.path(), folder / "journal");
  EXPECT_EQ(journal.end(), std::filesystem::file_size(folder / "journal"));
  EXPECT_EQ(journal.torn(), 0u);
  EXPECT_TRUE(journal.damage().empty());
}

TEST(Journal, has_a_plan_that_can_be_read_alone) {
  const ScratchFolder folder;
  JournalWriter writer = begin_journal(folder / "journal", "seed = 1\n");
  for (const KeptBlock& block : some_blocks()) append(writer, block);
  EXPECT_EQ(journal_plan(folder / "journal"), "seed = 1\n");
  std::filesystem::resize_file(folder / "journal", 30);
  EXPECT_EQ(journal_plan(folder / "journal"), "");
  EXPECT_THROW(journal_plan(folder / "missing"), ResultError);
}

TEST(Journal, keeps_payloads_longer_than_any_buffer) {
  const ScratchFolder folder;
  const std::vector<KeptBlock> blocks = {
      {0, 1, payload_of(0, 10'000'000)}, {1, 1, payload_of(1, 10'000'001)}, {2, 1, {}}};
  const std::string plan(3'000'000, 'p');
  JournalWriter writer = begin_journal(folder / "journal", plan);
  for (const KeptBlock& block : blocks) append(writer, block);
  EXPECT_EQ(blocks_in(folder / "journal"), blocks);
  EXPECT_EQ(JournalReader(folder / "journal").plan(), plan);
}

TEST(Journal, shows_in_its_first_line_what_it_is) { EXPECT_THAT(journal_of({}), StartsWith("initlab journal\n")); }

TEST(Journal, is_continued_behind_its_last_record) {
  const ScratchFolder folder;
  std::vector<KeptBlock> all = some_blocks();
  {
    JournalWriter writer = begin_journal(folder / "journal", "seed = 1\n");
    append(writer, all[0]);
  }
  for (std::size_t i = 1; i < all.size(); ++i) {
    auto [writer, reader] = continue_journal(folder / "journal");
    EXPECT_EQ(blocks_in(reader), std::vector(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i)));
    append(writer, all[i]);
  }
  EXPECT_EQ(blocks_in(folder / "journal"), all);
}

TEST(Journal, names_every_process_that_wrote_to_it) {
  const ScratchFolder folder;
  { const JournalWriter writer = begin_journal(folder / "journal", "plan"); }
  { const auto continued = continue_journal(folder / "journal"); }
  const JournalReader journal(folder / "journal");
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  ASSERT_EQ(journal.authors().size(), 2u);
  for (const JournalAuthor& author : journal.authors()) {
    EXPECT_EQ(author.process, static_cast<std::uint64_t>(getpid()));
    EXPECT_EQ(author.host, host.data());
    EXPECT_THAT(author.since, testing::MatchesRegex("20..-..-..T..:..:..Z"));
  }
}

TEST(Journal, permissions_follow_the_umask) {
  const ScratchFolder folder;
  const mode_t old = umask(027);
  const JournalWriter writer = begin_journal(folder / "journal", "plan");
  umask(old);
  EXPECT_EQ(static_cast<unsigned>(std::filesystem::status(folder / "journal").permissions()), 0640u);
}

TEST(Journal, takes_records_from_many_threads) {
  const ScratchFolder folder;
  constexpr std::uint32_t threads = 8, blocks_each = 500;
  {
    JournalWriter writer = begin_journal(folder / "journal", "plan");
    std::vector<std::thread> running;
    for (std::uint32_t thread = 0; thread < threads; ++thread)
      running.emplace_back([&, thread] {
        for (std::uint32_t i = 0; i < blocks_each; ++i) {
          const std::uint32_t block = thread * blocks_each + i;
          writer.append(block, 1, payload_of(block, block % 300));
          if (i % 100 == 99) writer.commit();
        }
      });
    for (std::thread& thread : running) thread.join();
  }
  std::vector<bool> seen(threads * blocks_each);
  for (const KeptBlock& kept : blocks_in(folder / "journal")) {
    ASSERT_LT(kept.block, seen.size());
    ASSERT_FALSE(seen[kept.block]);
    seen[kept.block] = true;
    ASSERT_EQ(kept.bytes, payload_of(kept.block, kept.block % 300));
  }
  EXPECT_THAT(seen, testing::Each(true));
}

TEST(Journal, can_be_read_while_it_is_written) {
  const ScratchFolder folder;
  constexpr std::uint32_t blocks = 5000;
  JournalWriter writer = begin_journal(folder / "journal", "plan");
  std::atomic<std::size_t> readings{0};
  std::thread appending([&] {
    for (std::uint32_t block = 0; block < blocks; ++block) {
      while (block == blocks / 2 && readings == 0) std::this_thread::yield();
      writer.append(block, 1, payload_of(block, block % 700));
    }
  });
  std::size_t kept = 0;
  bool rises = true, is_whole = true;
  while (kept < blocks && rises && is_whole) {
    const JournalReader journal(folder / "journal");
    const std::vector<KeptBlock> found = blocks_in(journal);
    rises = found.size() >= kept;
    kept = found.size();
    is_whole = journal.damage().empty() && journal.plan() == "plan";
    for (std::uint32_t i = 0; i < kept; ++i) is_whole = is_whole && found[i] == KeptBlock{i, 1, payload_of(i, i % 700)};
    ++readings;
  }
  appending.join();
  EXPECT_TRUE(rises);
  EXPECT_TRUE(is_whole);
  EXPECT_EQ(kept, blocks);
  EXPECT_GT(readings, 1u);
}

TEST(Journal, a_record_that_changed_since_it_was_opened_is_not_handed_out) {
  const ScratchFolder folder;
  write_bytes(folder / "journal", journal_of(some_blocks()));
  const JournalReader journal(folder / "journal");
  const JournalRecord record = journal.records()[0];
  Bytes into(record.bytes);
  std::fstream(folder / "journal", std::ios::in | std::ios::out).seekp(static_cast<std::streamoff>(record.place))
      << 'X';
  EXPECT_THAT(error_of([&] { journal.read(record, into); }), HasSubstr("has changed since it was opened (block 0"));
  std::filesystem::resize_file(folder / "journal", record.place);
  EXPECT_THAT(error_of([&] { journal.read(record, into); }), HasSubstr("has changed since it was opened"));
}

TEST(Journal, a_new_one_does_not_take_the_place_of_a_file) {
  const ScratchFolder folder;
  write_bytes(folder / "journal", "precious");
  const std::string error = error_of([&] { begin_journal(folder / "journal", "plan"); });
  EXPECT_THAT(error, HasSubstr("journal exists already"));
  EXPECT_THAT(error, HasSubstr("--resume, or discard it with --force."));
  EXPECT_EQ(content_of(folder / "journal"), "precious");
  EXPECT_THAT(error_of([&] { begin_journal(folder / "missing/journal", "plan"); }),
              HasSubstr("Create the folder first."));
  EXPECT_THROW(begin_journal(folder / "other", ""), DomainError);
}

}  // namespace
}  // namespace initlab::test
