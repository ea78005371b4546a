#include "results/atomic_file.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>

#include "core/error.hpp"
#include "scratch_folder.hpp"

namespace initlab::test {
namespace {

using testing::HasSubstr;

/// The text of the ResultError; "" when there was none.
template <class F>
std::string error_of(F action) {
  try {
    action();
  } catch (const ResultError& error) {
    return error.what();
  }
  return "";
}

/// No file may grow beyond this, and the signal that would end the process is ignored.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limit = {bytes, old_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }

 private:
  rlimit old_{};
  void (*old_handler_)(int);
};

/// Root may write anywhere; this is somebody who may not.
class WithoutPrivileges {
 public:
  WithoutPrivileges() : is_root_(geteuid() == 0) {
    constexpr uid_t nobody = 65534;
    if (is_root_ && seteuid(nobody) != 0) std::abort();
  }
  ~WithoutPrivileges() {
    if (is_root_ && seteuid(0) != 0) std::abort();
  }

 private:
  bool is_root_;
};

constexpr mode_t anyone_may_read = 0755;

TEST(AtomicFile, writes_all_bytes_and_leaves_nothing_else) {
  const ScratchFolder folder;
  const std::string bytes = std::string("a\0b\n", 4) + std::string(3'000'000, 'x');
  write_atomically(folder / "result", bytes, Overwrite::refuse);
  EXPECT_EQ(content_of(folder / "result"), bytes);
  EXPECT_EQ(folder.entries(), 1u);
}

TEST(AtomicFile, replaces_a_file_only_when_told_to) {
  const ScratchFolder folder;
  write_text(folder / "result", "old");
  EXPECT_THAT(error_of([&] { write_atomically(folder / "result", "new", Overwrite::refuse); }),
              HasSubstr("result exists already; choose another name or add --force"));
  EXPECT_EQ(content_of(folder / "result"), "old");
  write_atomically(folder / "result", "new", Overwrite::replace);
  EXPECT_EQ(content_of(folder / "result"), "new");
  EXPECT_EQ(folder.entries(), 1u);
}

TEST(AtomicFile, keeps_the_file_that_it_replaces_when_told_to) {
  const ScratchFolder folder;
  write_atomically(folder / "result", "first", Overwrite::keep_backup);
  EXPECT_EQ(folder.entries(), 1u);
  write_atomically(folder / "result", "second", Overwrite::keep_backup);
  EXPECT_EQ(content_of(folder / "result"), "second");
  EXPECT_EQ(content_of(backup_path(folder / "result")), "first");
  write_atomically(folder / "result", "third", Overwrite::keep_backup);
  EXPECT_EQ(content_of(folder / "result"), "third");
  EXPECT_EQ(content_of(folder / "result.bak"), "second");
  EXPECT_EQ(folder.entries(), 2u);
}

TEST(AtomicFile, with_equal_bytes_takes_no_backups_place) {
  const ScratchFolder folder;
  write_text(folder / "result", "same");
  write_text(folder / "result.bak", "older");
  write_atomically(folder / "result", "same", Overwrite::keep_backup);
  EXPECT_EQ(content_of(folder / "result.bak"), "older");
}

TEST(AtomicFile, a_backup_that_cannot_be_made_leaves_the_old_file) {
  const ScratchFolder folder;
  write_text(folder / "result", "old");
  std::filesystem::create_directories(folder / "result.bak/full");
  EXPECT_THAT(error_of([&] { write_atomically(folder / "result", "new", Overwrite::keep_backup); }),
              HasSubstr("result.bak cannot be written"));
  EXPECT_EQ(content_of(folder / "result"), "old");
}

TEST(AtomicFile, permissions_follow_the_umask) {
  const ScratchFolder folder;
  const mode_t old = umask(027);
  write_atomically(folder / "result", "x", Overwrite::refuse);
  umask(old);
  EXPECT_EQ(static_cast<unsigned>(std::filesystem::status(folder / "result").permissions()), 0640u);
}

TEST(AtomicFile, follows_a_link_to_the_file_it_replaces) {
  const ScratchFolder folder;
  std::filesystem::create_directory(folder / "elsewhere");
  write_text(folder / "elsewhere/data", "old");
  std::filesystem::create_symlink("elsewhere/data", folder / "result");
  write_atomically(folder / "result", "new", Overwrite::replace);
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "result"));
  EXPECT_EQ(content_of(folder / "elsewhere/data"), "new");
}

TEST(AtomicFile, a_name_as_long_as_the_file_system_allows_is_no_obstacle) {
  const ScratchFolder folder;
  write_atomically(folder / std::string(NAME_MAX, 'n'), "x", Overwrite::refuse);
  EXPECT_EQ(folder.entries(), 1u);
  EXPECT_THAT(error_of([&] { write_atomically(folder / std::string(NAME_MAX + 1, 'n'), "x", Overwrite::refuse); }),
              HasSubstr("shorter name"));
}

TEST(AtomicFile, a_limit_on_file_size_leaves_the_old_file_and_nothing_else) {
  const ScratchFolder folder;
  write_text(folder / "result", "old");
  const std::string bytes(100'000, 'x');
  std::string error;
  {
    const FileSizeLimit limit(4096);
    error = error_of([&] { write_atomically(folder / "result", bytes, Overwrite::replace); });
  }
  EXPECT_THAT(error, HasSubstr("File too large"));
  EXPECT_THAT(error, HasSubstr("ulimit -f"));
  EXPECT_EQ(content_of(folder / "result"), "old");
  EXPECT_EQ(folder.entries(), 1u);
}

enum FullDiskOutcome { as_promised, broken_promise, no_small_disk };

/// In a process of its own, so that the small disk is gone when it ends.
[[noreturn]] void try_on_full_disk(const std::filesystem::path& folder) {
  if (unshare(CLONE_NEWNS) != 0 || mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      mount("none", folder.c_str(), "tmpfs", 0, "size=64k") != 0)
    _exit(no_small_disk);
  write_text(folder / "result", "old");
  const std::string bytes(100'000, 'x');
  const std::string error = error_of([&] { write_atomically(folder / "result", bytes, Overwrite::replace); });
  const auto files = std::distance(std::filesystem::directory_iterator(folder), {});
  const bool kept = error.find("No space left on device") != std::string::npos &&
                    content_of(folder / "result") == "old" && files == 1;
  _exit(kept ? as_promised : broken_promise);
}

TEST(AtomicFile, a_full_disk_leaves_the_old_file_and_nothing_else) {
  const ScratchFolder folder;
  const pid_t child = fork();
  if (child == 0) try_on_full_disk(folder.path());
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == no_small_disk) GTEST_SKIP() << "a small file system can be mounted by root only";
  EXPECT_EQ(WEXITSTATUS(status), as_promised);
}

TEST(CheckOutput, accepts_a_new_name_and_creates_nothing) {
  const ScratchFolder folder;
  check_output(folder / "result.nc", Overwrite::refuse);
  EXPECT_EQ(folder.entries(), 0u);
}

TEST(CheckOutput, refuses_what_writing_would_refuse) {
  const ScratchFolder folder;
  write_text(folder / "old", "old");
  std::filesystem::create_symlink("nowhere", folder / "dangling");
  const auto refusal = [&](const std::filesystem::path& path, Overwrite policy) {
    const std::string early = error_of([&] { check_output(path, policy); });
    EXPECT_EQ(early, error_of([&] { write_atomically(path, "new", policy); }));
    return early;
  };
  EXPECT_THAT(refusal(folder / "old", Overwrite::refuse), HasSubstr("exists already"));
  EXPECT_THAT(refusal(folder / "dangling", Overwrite::refuse), HasSubstr("exists already"));
  EXPECT_THAT(refusal(folder.path(), Overwrite::replace), HasSubstr("is a folder; name a file in it"));
  EXPECT_THAT(refusal(folder / "missing/result", Overwrite::replace), HasSubstr("create the folder first"));
  EXPECT_THAT(refusal(folder / "old/result", Overwrite::replace), HasSubstr("old"));
  EXPECT_THAT(refusal("/dev/full", Overwrite::replace), HasSubstr("is not a regular file"));
  EXPECT_THAT(refusal("", Overwrite::replace), HasSubstr("is not the name of a file"));
  EXPECT_EQ(content_of(folder / "old"), "old");
}

TEST(CheckOutput, refuses_a_folder_that_is_not_ours_to_write) {
  const ScratchFolder folder;
  chmod(folder.path().c_str(), geteuid() == 0 ? anyone_may_read : 0555);
  const WithoutPrivileges nobody;
  const std::string error = error_of([&] { check_output(folder / "result", Overwrite::refuse); });
  EXPECT_THAT(error, HasSubstr("Permission denied"));
  EXPECT_THAT(error, HasSubstr("Choose a folder that you may write to."));
  EXPECT_EQ(error, error_of([&] { write_atomically(folder / "result", "x", Overwrite::refuse); }));
}

}  // namespace
}  // namespace initlab::test
