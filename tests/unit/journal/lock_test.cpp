#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "made_up_journal.hpp"

namespace initlab::test {
namespace {

using testing::HasSubstr;

/// A process that holds a journal's lock and has appended one block, until it is killed.
class OtherWriter {
 public:
  explicit OtherWriter(const std::filesystem::path& path) {
    int ready[2];
    if (pipe(ready) != 0) std::abort();
    process_ = fork();
    if (process_ == 0) {
      auto writer = std::filesystem::exists(path) ? continue_journal(path).first : begin_journal(path, "plan");
      writer.append(0, 1, payload_of(0, 10));
      if (write(ready[1], "x", 1) != 1) _exit(1);
      while (true) pause();
    }
    close(ready[1]);
    char byte;
    if (read(ready[0], &byte, 1) != 1) std::abort();
    close(ready[0]);
  }
  OtherWriter(const OtherWriter&) = delete;
  OtherWriter& operator=(const OtherWriter&) = delete;
  ~OtherWriter() {
    kill();
    waitpid(process_, nullptr, 0);
  }
  void kill() const { ::kill(process_, SIGKILL); }
  pid_t process() const { return process_; }

 private:
  pid_t process_;
};

TEST(JournalLock, a_second_writer_is_refused_and_told_of_the_first) {
  const ScratchFolder folder;
  const OtherWriter other(folder / "journal");
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  EXPECT_TRUE(is_being_written(folder / "journal"));
  const std::string before = content_of(folder / "journal");
  const std::string error = error_of([&] { continue_journal(folder / "journal"); });
  EXPECT_THAT(error, HasSubstr("journal is being written by process " + std::to_string(other.process()) + " on host " +
                               host.data() + " since 20"));
  EXPECT_THAT(error, HasSubstr("Wait for it or stop it."));
  EXPECT_EQ(content_of(folder / "journal"), before);
}

TEST(JournalLock, is_free_again_after_a_kill) {
  const ScratchFolder folder;
  for (std::size_t kills = 1; kills <= 20; ++kills) {
    const OtherWriter other(folder / "journal");
    other.kill();
    auto [writer, reader] = continue_journal(folder / "journal");
    ASSERT_EQ(reader.records().size(), kills);
  }
  EXPECT_FALSE(is_being_written(folder / "journal"));
}

TEST(JournalLock, a_second_writer_in_the_same_process_is_refused_too) {
  const ScratchFolder folder;
  const JournalWriter writer = begin_journal(folder / "journal", "plan");
  EXPECT_TRUE(is_being_written(folder / "journal"));
  EXPECT_THAT(error_of([&] { continue_journal(folder / "journal"); }), HasSubstr("is being written by process"));
}

TEST(JournalLock, belongs_to_the_writer_not_to_readers) {
  const ScratchFolder folder;
  auto writer = std::make_unique<JournalWriter>(begin_journal(folder / "journal", "plan"));
  { const JournalReader passing(folder / "journal"); }
  EXPECT_TRUE(is_being_written(folder / "journal"));
  writer.reset();
  auto continued = continue_journal(folder / "journal");
  const JournalReader staying = std::move(continued.second);
  EXPECT_TRUE(is_being_written(folder / "journal"));
  { const JournalWriter ending = std::move(continued.first); }
  EXPECT_FALSE(is_being_written(folder / "journal"));
}

TEST(JournalLock, whoever_waited_for_a_removed_journal_gets_the_new_one) {
  const ScratchFolder folder;
  auto first = std::make_unique<JournalWriter>(begin_journal(folder / "journal", "old plan"));
  std::thread waiting([&] { continue_journal(folder / "journal").first.append(5, 1, payload_of(5, 10)); });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  std::filesystem::remove(folder / "journal");
  { const JournalWriter second = begin_journal(folder / "journal", "new plan"); }
  first.reset();
  waiting.join();
  EXPECT_EQ(JournalReader(folder / "journal").plan(), "new plan");
  EXPECT_EQ(blocks_in(folder / "journal"), (std::vector<KeptBlock>{{5, 1, payload_of(5, 10)}}));
}

}  // namespace
}  // namespace initlab::test
