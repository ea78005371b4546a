#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "made_up_journal.hpp"

namespace initlab::test {
namespace {

using testing::HasSubstr;

/// Begins or continues a journal and appends blocks of `size` bytes until there is no room, but no more than `most`.
/// Returns the error; "" if all were appended. `kept` is how many were.
std::string fill(const std::filesystem::path& path, std::size_t size, std::uint32_t most, std::uint32_t& kept) {
  return error_of([&] {
    JournalWriter writer = std::filesystem::exists(path) ? continue_journal(path).first : begin_journal(path, "plan");
    while (kept < most) {
      writer.append(kept, 1, payload_of(kept, size));
      ++kept;
    }
    writer.commit();
  });
}

bool holds_exactly(const std::filesystem::path& path, std::size_t size, std::uint32_t blocks) {
  if (!std::filesystem::exists(path)) return blocks == 0;
  const JournalReader journal(path);
  const std::vector<KeptBlock> kept = blocks_in(journal);
  bool exact = kept.size() == blocks && journal.damage().empty() && journal.torn() == 0;
  for (std::uint32_t block = 0; exact && block < blocks; ++block)
    exact = kept[block] == KeptBlock{block, 1, payload_of(block, size)};
  return exact;
}

/// No file may grow beyond this, and the signal that would end the process is ignored.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limit = {bytes, old_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }

 private:
  rlimit old_{};
  void (*old_handler_)(int);
};

TEST(FullDisk, a_limit_on_file_size_at_any_byte_leaves_a_good_journal) {
  constexpr std::size_t size = 50;
  constexpr std::uint32_t blocks = 4;
  const ScratchFolder folder;
  std::uint32_t all = 0;
  ASSERT_EQ(fill(folder / "unlimited", size, blocks, all), "");
  const std::size_t full_size = std::filesystem::file_size(folder / "unlimited");
  for (std::size_t limit = 0; limit <= full_size; ++limit) {
    SCOPED_TRACE(limit);
    const std::filesystem::path path = folder / "journal";
    std::uint32_t kept = 0;
    std::string error;
    {
      const FileSizeLimit in_force(limit);
      error = fill(path, size, blocks, kept);
    }
    ASSERT_EQ(error.empty(), limit == full_size);
    if (!error.empty()) {
      ASSERT_THAT(error, HasSubstr("File too large"));
      ASSERT_THAT(error, HasSubstr("ulimit -f"));
    }
    ASSERT_TRUE(holds_exactly(path, size, kept));
    ASSERT_EQ(fill(path, size, blocks, kept), "") << "there is room again";
    ASSERT_TRUE(holds_exactly(path, size, blocks));
    std::filesystem::remove(path);
  }
}

enum Outcome { as_promised, never_full, wrong_text, lost_blocks, not_continued, no_small_disk };

/// On a disk of 64 KiB, all but some of it taken by another file until the journal has met its end.
Outcome try_full_disk(const std::filesystem::path& folder, std::size_t taken, std::size_t size) {
  write_bytes(folder / "other", std::string(taken, 'x'));
  const std::filesystem::path path = folder / "journal";
  std::uint32_t kept = 0;
  const std::string error = fill(path, size, 1000, kept);
  if (error.empty()) return never_full;
  if (error.find("No space left on device") == std::string::npos) return wrong_text;
  if (!holds_exactly(path, size, kept)) return lost_blocks;
  std::filesystem::remove(folder / "other");
  const std::uint32_t before = kept;
  if (!fill(path, size, before + 1, kept).empty() || !holds_exactly(path, size, before + 1)) return not_continued;
  std::filesystem::remove(path);
  return as_promised;
}

/// In a process of its own, so that the small disk is gone when it ends.
[[noreturn]] void try_full_disks(const std::filesystem::path& folder) {
  if (unshare(CLONE_NEWNS) != 0 || mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      mount("none", folder.c_str(), "tmpfs", 0, "size=64k") != 0)
    _exit(no_small_disk);
  for (std::size_t taken = 8192; taken <= 65536; taken += 4096)
    for (const std::size_t size : {100, 1000, 3000, 4064, 5000})
      if (const Outcome outcome = try_full_disk(folder, taken, size); outcome != as_promised) _exit(outcome);
  _exit(as_promised);
}

TEST(FullDisk, keeps_what_was_appended_and_goes_on_when_there_is_room) {
  const ScratchFolder folder;
  const pid_t child = fork();
  if (child == 0) try_full_disks(folder.path());
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == no_small_disk) GTEST_SKIP() << "a small file system can be mounted by root only";
  EXPECT_EQ(WEXITSTATUS(status), as_promised);
}

}  // namespace
}  // namespace initlab::test
