#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string_view>

#include "made_up_journal.hpp"

namespace initlab::test {
namespace {

using testing::HasSubstr;

std::string refusal(const std::filesystem::path& path) {
  const std::string error = error_of([&] { const JournalReader journal(path); });
  EXPECT_THAT(error, HasSubstr(path.string()));
  EXPECT_EQ(error, error_of([&] { continue_journal(path); }));
  return error;
}

TEST(RefusedFile, a_newer_format_is_named) {
  const ScratchFolder folder;
  journal::FileHead newer;
  newer.version = 2;
  newer.crc = head_crc(newer);
  std::string file = journal_of(some_blocks());
  std::memcpy(file.data(), &newer, sizeof newer);
  write_bytes(folder / "journal", file);
  EXPECT_THAT(refusal(folder / "journal"), HasSubstr("has journal format 2 (this initlab reads format 1)"));
  EXPECT_EQ(content_of(folder / "journal"), file);
}

TEST(RefusedFile, what_is_no_journal_is_left_alone) {
  const ScratchFolder folder;
  for (const std::string text : {"x", "initlab journey\n", "trials = 3\nwidth = 100\nseed = 1\n", "CDF\1binary"}) {
    write_bytes(folder / "file", text);
    EXPECT_THAT(refusal(folder / "file"), HasSubstr("is not a journal of initlab"));
    EXPECT_EQ(content_of(folder / "file"), text);
  }
}

TEST(RefusedFile, what_is_no_file_is_not_waited_for) {
  const ScratchFolder folder;
  mkfifo((folder / "pipe").c_str(), 0600);
  EXPECT_THAT(refusal(folder / "pipe"), HasSubstr("is no file"));
  EXPECT_THAT(error_of([&] { const JournalReader journal(folder.path()); }), HasSubstr("is no file"));
  EXPECT_THAT(error_of([&] { const JournalReader journal("/dev/zero"); }), HasSubstr("is no file"));
}

TEST(RefusedFile, a_missing_one_is_an_error_but_not_being_written) {
  const ScratchFolder folder;
  EXPECT_THAT(refusal(folder / "missing"), HasSubstr("cannot be read (No such file or directory)"));
  EXPECT_FALSE(is_being_written(folder / "missing"));
}

TEST(RefusedFile, an_author_as_no_writer_writes_it_is_none) {
  const ScratchFolder folder;
  const std::string_view plan = "seed = 1\n";
  for (const std::string_view text :
       {"", "nobody", "12 2026", "x 2026-03-01T12:00:00Z n1", "99999999999999999999 now n1"}) {
    const Bytes record = journal::record_bytes(journal::RecordKind::author, 0, 0,
                                               crc32c(std::as_bytes(std::span(plan))), std::as_bytes(std::span(text)));
    std::string file = journal_of({}, plan);
    const std::size_t end = file.size();
    file.append(reinterpret_cast<const char*>(record.data()), record.size());
    write_bytes(folder / "journal", file);
    const JournalReader journal(folder / "journal");
    EXPECT_EQ(journal.authors().size(), 1u);
    EXPECT_EQ(journal.end(), end);
  }
}

}  // namespace
}  // namespace initlab::test
