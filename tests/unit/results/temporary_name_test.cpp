#include "results/temporary_name.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "results/atomic_file.hpp"
#include "unit/results/scratch_folder.hpp"

namespace initlab::test {
namespace {

/// A temporary name of a process that has ended.
std::string name_of_the_dead() {
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) return "";
  const pid_t child = fork();
  if (child == 0) {
    const std::string name = temporary_name(0);
    _exit(write(pipe_ends[1], name.data(), name.size()) == static_cast<ssize_t>(name.size()) ? 0 : 1);
  }
  waitpid(child, nullptr, 0);
  char buffer[512];
  const ssize_t got = read(pipe_ends[0], buffer, sizeof buffer);
  close(pipe_ends[0]);
  close(pipe_ends[1]);
  return {buffer, static_cast<std::size_t>(got)};
}

TEST(TemporaryName, what_a_killed_process_left_is_removed_by_the_next_write) {
  const ScratchFolder folder;
  write_text(folder / name_of_the_dead(), "half");
  write_atomically(folder / "result", "whole", Overwrite::refuse);
  EXPECT_EQ(folder.entries(), 1u);
  EXPECT_EQ(content_of(folder / "result"), "whole");
}

TEST(TemporaryName, what_a_living_process_writes_stays) {
  const ScratchFolder folder;
  write_text(folder / temporary_name(7), "growing");
  remove_left_temporaries(folder.path());
  EXPECT_EQ(content_of(folder / temporary_name(7)), "growing");
}

TEST(TemporaryName, files_of_other_hosts_and_of_other_programs_stay) {
  const ScratchFolder folder;
  std::string name = name_of_the_dead();
  const std::string others[] = {".initlab-x" + name.substr(std::string(".initlab-").size()), name + ".nc",
                                name.substr(1), name.substr(0, name.size() - std::string(".tmp").size()) + "a.tmp",
                                ".initlab-.tmp"};
  for (const std::string& other : others) write_text(folder / other, "precious");
  remove_left_temporaries(folder.path());
  EXPECT_EQ(folder.entries(), std::size(others));
}

TEST(TemporaryName, a_folder_that_cannot_be_read_is_left_alone) {
  EXPECT_NO_THROW(remove_left_temporaries("/nowhere/at/all"));
}

}  // namespace
}  // namespace initlab::test
