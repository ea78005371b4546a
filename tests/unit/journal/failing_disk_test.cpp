#include "failing_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <optional>
#include <system_error>

#include "made_up_journal.hpp"

namespace initlab::test {
namespace {

using testing::HasSubstr;

/// Begins a journal and appends the blocks, with a commit after each second one. Puts those that append() returned from
/// into `kept`; from the first error on, expects everything to fail with the same text, which it returns.
std::string write_journal(const std::filesystem::path& path, const std::vector<KeptBlock>& blocks,
                          std::vector<KeptBlock>& kept) {
  std::optional<JournalWriter> writer;
  if (const std::string error = error_of([&] { writer = begin_journal(path, "plan"); }); !error.empty()) return error;
  std::string first_error;
  const auto attempt = [&](auto action) {
    const std::string error = error_of(action);
    if (first_error.empty()) first_error = error;
    EXPECT_EQ(error, first_error);
  };
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    attempt([&] {
      append(*writer, blocks[i]);
      kept.push_back(blocks[i]);
    });
    if (i % 2 == 1) attempt([&] { writer->commit(); });
  }
  return first_error;
}

/// All that was kept is there, nothing else, and the journal can be continued, or begun where it failed to begin.
void expect_good(const std::filesystem::path& path, const std::vector<KeptBlock>& kept) {
  if (!std::filesystem::exists(path)) {
    ASSERT_TRUE(kept.empty());
    begin_journal(path, "plan").append(9, 1, payload_of(9, 100));
  } else {
    ASSERT_EQ(blocks_in(path), kept);
    ASSERT_TRUE(JournalReader(path).damage().empty());
    continue_journal(path).first.append(9, 1, payload_of(9, 100));
  }
  std::vector<KeptBlock> longer = kept;
  longer.push_back({9, 1, payload_of(9, 100)});
  ASSERT_EQ(blocks_in(path), longer);
  ASSERT_EQ(JournalReader(path).torn(), 0u);
}

TEST(FailingDisk, costs_the_record_that_it_failed_at_and_none_before) {
  for (const int error : {EIO, ENOSPC, EDQUOT}) {
    std::size_t call = 0;
    for (bool was_hit = true; was_hit; ++call) {
      const ScratchFolder folder;
      std::vector<KeptBlock> kept;
      std::string text;
      {
        FailingDisk disk;
        disk.error = error;
        disk.first_failing_call = call;
        disk.last_failing_call = call;
        text = write_journal(folder / "journal", some_blocks(), kept);
        was_hit = disk.calls > call;
      }
      SCOPED_TRACE(testing::Message() << "call " << call << ": " << text);
      ASSERT_EQ(text.empty(), !was_hit);
      ASSERT_THAT(text, HasSubstr(was_hit ? std::generic_category().message(error) : ""));
      expect_good(folder / "journal", kept);
      if (HasFatalFailure()) return;
    }
    // Three writes, a sync of the file and one of its folder to begin; five writes and two syncs to go on.
    EXPECT_EQ(call, 12u + 1u);
  }
}

TEST(FailingDisk, that_fails_for_good_costs_only_what_was_not_appended) {
  for (std::size_t call = 0; call < 12; ++call) {
    const ScratchFolder folder;
    std::vector<KeptBlock> kept;
    {
      FailingDisk disk;
      disk.error = EIO;
      disk.first_failing_call = call;
      disk.longest_write = 7;  // so that parts of records stay behind when cutting them off fails, too
      EXPECT_THAT(write_journal(folder / "journal", some_blocks(), kept),
                  HasSubstr("The disk, or the network to it, fails"));
    }
    expect_good(folder / "journal", kept);
  }
}

TEST(FailingDisk, says_what_is_kept_and_what_to_do) {
  const ScratchFolder folder;
  JournalWriter writer = begin_journal(folder / "journal", "plan");
  FailingDisk disk;
  disk.error = ENOSPC;
  disk.first_failing_call = 0;
  EXPECT_EQ(error_of([&] { writer.append(0, 1, payload_of(0, 10)); }),
            (folder / "journal").string() +
                " cannot be written (No space left on device). Free some space there or choose another folder. The "
                "blocks that were finished before are kept.");
}

TEST(FailingDisk, short_and_interrupted_calls_are_taken_up_again) {
  for (const std::size_t longest : {1, 7, 32, 1000}) {
    const ScratchFolder folder;
    std::vector<KeptBlock> kept;
    {
      FailingDisk disk;
      disk.longest_write = longest;
      disk.interrupted_every = 3;
      ASSERT_EQ(write_journal(folder / "journal", some_blocks(), kept), "");
      ASSERT_GT(disk.calls, 15u);
    }
    ASSERT_EQ(kept, some_blocks());
    expect_good(folder / "journal", kept);
  }
}

TEST(FailingDisk, that_cannot_cut_off_what_is_torn_is_not_continued) {
  const ScratchFolder folder;
  const std::string file = journal_of(some_blocks()) + "torn";
  write_bytes(folder / "journal", file);
  {
    FailingDisk disk;
    disk.error = EIO;
    disk.first_failing_call = 0;
    EXPECT_THAT(error_of([&] { continue_journal(folder / "journal"); }), HasSubstr("Input/output error"));
  }
  EXPECT_EQ(content_of(folder / "journal"), file);
  expect_good(folder / "journal", some_blocks());
}

}  // namespace
}  // namespace initlab::test
