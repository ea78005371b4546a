// What happens in a child process is known afterwards, and has not happened here.
#include "plugins/child_process.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <thread>

namespace initlab::test {
namespace {

using End = ChildOutcome::End;

constexpr double patience = 30.0;

TEST(ChildProcess, answers_with_the_text_of_its_work) {
  const ChildOutcome outcome = run_in_child([](Doing&) { return std::string("forty\0two", 9); }, patience);
  EXPECT_EQ(outcome.end, End::finished);
  EXPECT_EQ(outcome.text, std::string("forty\0two", 9));
}

TEST(ChildProcess, tells_an_exception) {
  const ChildOutcome outcome =
      run_in_child([](Doing&) -> std::string { throw std::runtime_error("no such thing"); }, patience);
  EXPECT_EQ(outcome.end, End::threw);
  EXPECT_EQ(outcome.text, "no such thing");
}

TEST(ChildProcess, is_a_process_of_its_own) {
  const ChildOutcome outcome = run_in_child(
      [](Doing&) {
        std::setlocale(LC_ALL, "C.UTF-8");
        return std::to_string(::getpid());
      },
      patience);
  EXPECT_NE(outcome.text, std::to_string(::getpid()));
  EXPECT_STREQ(std::setlocale(LC_ALL, nullptr), "C");
}

TEST(ChildProcess, that_dies_tells_the_signal_and_what_it_was_doing) {
  const ChildOutcome outcome = run_in_child(
      [](Doing& doing) {
        doing.now("asked for nothing");
        doing.now("asked");
        std::raise(SIGKILL);
        return std::string();
      },
      patience);
  EXPECT_EQ(outcome.end, End::signalled);
  EXPECT_EQ(how_it_died(outcome), "died of SIGKILL (Killed) while it was asked");
}

TEST(ChildProcess, that_ends_itself_has_not_finished) {
  const ChildOutcome outcome = run_in_child(
      [](Doing&) {
        ::_exit(0);
        return std::string();
      },
      patience);
  EXPECT_EQ(outcome.end, End::exited);
  EXPECT_EQ(how_it_died(outcome), "ended the process with exit code 0");
}

TEST(ChildProcess, that_hangs_is_killed_in_time) {
  const auto start = std::chrono::steady_clock::now();
  const ChildOutcome outcome = run_in_child(
      [](Doing&) {
        while (true) ::pause();
        return std::string();
      },
      0.2);
  EXPECT_EQ(outcome.end, End::timed_out);
  EXPECT_EQ(how_it_died(outcome), "was not ready after 0.2 s");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(ChildProcess, takes_what_it_started_with_it) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  run_in_child(
      [&](Doing&) {
        if (::fork() == 0)
          while (true) ::pause();
        return std::string();
      },
      patience);
  ::close(ends[1]);
  char none = 0;
  EXPECT_EQ(::read(ends[0], &none, 1), 0);  // the other end is closed once the grandchild is gone
  ::close(ends[0]);
}

TEST(ChildProcess, prints_nothing_here_and_its_output_is_known) {
  const ChildOutcome outcome = run_in_child(
      [](Doing&) {
        std::puts("hello");
        return std::string();
      },
      patience);
  EXPECT_EQ(outcome.output, "hello\n");
}

TEST(ChildProcess, may_start_threads) {
  const ChildOutcome outcome = run_in_child(
      [](Doing&) {
        int answer = 0;
        std::thread([&] { answer = 42; }).join();
        return std::to_string(answer);
      },
      patience);
  EXPECT_EQ(outcome.text, "42");
}

TEST(ChildProcess, cuts_a_text_that_is_too_long) {
  const ChildOutcome outcome = run_in_child([](Doing&) { return std::string(1'000'000, 'x'); }, patience);
  EXPECT_EQ(outcome.text, std::string(64 * 1024, 'x'));
}

}  // namespace
}  // namespace initlab::test
