#include "cli/stop_signals.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <optional>
#include <thread>

#include "core/error.hpp"

namespace initlab::test {
namespace {

using namespace std::chrono_literals;
using Clock = StopSignals::Clock;
constexpr auto patience = 10s;  // of a machine with much else to do

/// How a child ends that does this: its exit code, or the signal with a minus.
int end_of_child(const std::function<int()>& action) {
  const pid_t child = fork();
  if (child == 0) _exit(action());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

template <class F>
bool comes_true(F condition) {
  const auto end = Clock::now() + patience;
  while (!condition() && Clock::now() < end) std::this_thread::sleep_for(1ms);
  return condition();
}

enum Answer { as_promised = 10, not_asked, asked_for_more };

/// What a signal asks for.
int asked_by(int signal) {
  StopRequest stop;
  const StopSignals signals(stop, std::nullopt, [] {});
  kill(getpid(), signal);
  if (!comes_true([&] { return stop.before_next_block(); })) return not_asked;
  return comes_true([&] { return stop.before_next_trial() || signal == SIGUSR1; }) && signal == SIGUSR1 &&
                 !stop.before_next_trial()
             ? as_promised
             : asked_for_more;
}

// Each in a child: signals are of a whole process, and blocked for good.
TEST(StopSignals, usr1_asks_for_whole_blocks_and_the_others_for_whole_trials) {
  EXPECT_EQ(end_of_child([] { return asked_by(SIGUSR1); }), as_promised);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGXCPU})
    EXPECT_EQ(end_of_child([&] { return asked_by(signal); }), asked_for_more) << signal;
}

TEST(StopSignals, term_ends_a_process_that_does_not_end_itself_with_its_last_words) {
  int words[2];
  ASSERT_EQ(pipe(words), 0);
  const auto begin = Clock::now();
  const int code = end_of_child([&] {
    StopRequest stop;
    const StopSignals signals(stop, std::nullopt, [&] { (void)!write(words[1], "x", 1); });
    kill(getpid(), SIGTERM);
    std::this_thread::sleep_for(patience);
    return 0;
  });
  EXPECT_EQ(code, static_cast<int>(ExitCode::interrupted));
  EXPECT_GE(Clock::now() - begin, 700ms);
  EXPECT_LT(Clock::now() - begin, patience);
  close(words[1]);
  char said = 0;
  EXPECT_EQ(read(words[0], &said, 1), 1);
  close(words[0]);
}

TEST(StopSignals, a_second_interrupt_ends_it_at_once) {
  const auto begin = Clock::now();
  const int code = end_of_child([] {
    StopRequest stop;
    const StopSignals signals(stop, std::nullopt, [] {});
    kill(getpid(), SIGINT);
    comes_true([&] { return stop.before_next_trial(); });
    kill(getpid(), SIGINT);
    std::this_thread::sleep_for(patience);
    return 0;
  });
  EXPECT_EQ(code, static_cast<int>(ExitCode::interrupted));
  EXPECT_LT(Clock::now() - begin, patience);
}

TEST(StopSignals, usr1_does_not_end_it) {
  EXPECT_EQ(end_of_child([] {
              StopRequest stop;
              const StopSignals signals(stop, std::nullopt, [] {});
              kill(getpid(), SIGUSR1);
              std::this_thread::sleep_for(1500ms);
              return int{as_promised};
            }),
            as_promised);
}

TEST(StopSignals, ignored_interrupts_and_hangups_stay_ignored_and_usr1_is_taken) {
  for (const int number : {SIGINT, SIGHUP})
    EXPECT_EQ(end_of_child([&] {
                std::signal(number, SIG_IGN);
                StopRequest stop;
                const StopSignals signals(stop, std::nullopt, [] {});
                kill(getpid(), number);
                std::this_thread::sleep_for(100ms);
                return int{stop.before_next_block() ? asked_for_more : not_asked};
              }),
              not_asked);
  EXPECT_EQ(end_of_child([] {
              std::signal(SIGUSR1, SIG_IGN);
              return asked_by(SIGUSR1);
            }),
            as_promised);
}

TEST(StopSignals, the_end_of_the_time_is_asked_for_a_tenth_before_and_enforced) {
  const auto begin = Clock::now();
  const int code = end_of_child([&] {
    StopRequest stop;
    const StopSignals signals(stop, begin + 1s, [] {});
    std::this_thread::sleep_for(500ms);
    if (stop.before_next_block() && Clock::now() < begin + 800ms) return int{asked_for_more};
    if (!comes_true([&] { return stop.before_next_trial(); })) return int{not_asked};
    std::this_thread::sleep_for(patience);
    return 0;
  });
  EXPECT_EQ(code, static_cast<int>(ExitCode::interrupted));
  EXPECT_GE(Clock::now() - begin, 1s);
  EXPECT_LT(Clock::now() - begin, patience);
}

TEST(StopSignals, signals_after_its_end_change_no_exit_code) {
  EXPECT_EQ(end_of_child([] {
              StopRequest stop;
              {
                const StopSignals signals(stop, std::nullopt, [] {});
              }
              kill(getpid(), SIGTERM);
              return int{as_promised};
            }),
            as_promised);
}

TEST(StopSignals, what_was_held_back_before_is_taken) {
  EXPECT_EQ(end_of_child([] {
              hold_stop_signals();
              kill(getpid(), SIGTERM);
              StopRequest stop;
              const StopSignals signals(stop, std::nullopt, [] {});
              return int{comes_true([&] { return stop.before_next_trial(); }) ? as_promised : not_asked};
            }),
            as_promised);
  EXPECT_EQ(end_of_child([] {
              hold_stop_signals();
              kill(getpid(), SIGTERM);
              let_stop_signals_go();
              return int{as_promised};
            }),
            -SIGTERM);
}

}  // namespace
}  // namespace initlab::test
