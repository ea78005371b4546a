#include "cli/stop_signals.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "core/error.hpp"

namespace initlab {
namespace {

using namespace std::chrono_literals;
constexpr auto grace = 800ms;  // from a signal to the end of the process

/// Of the time allowed, for the trials that have begun and for the disk.
StopSignals::Clock::duration reserve_of(StopSignals::Clock::duration allowed) {
  return std::min<StopSignals::Clock::duration>(1s, allowed / 10);
}

bool is_ignored(int signal) {
  struct sigaction action {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

sigset_t taken_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGUSR1, SIGXCPU}) sigaddset(&set, signal);
  for (const int signal : {SIGINT, SIGHUP})
    if (!is_ignored(signal)) sigaddset(&set, signal);
  return set;
}

}  // namespace

void hold_stop_signals() {
  const sigset_t set = taken_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

void let_stop_signals_go() {
  const sigset_t set = taken_signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

StopSignals::StopSignals(StopRequest& stop, std::optional<Clock::time_point> end_of_time,
                         std::function<void()> last_words)
    : last_words_(std::move(last_words)) {
  const sigset_t set = taken_signals();
  // Blocked for good, also when this object has gone: what comes while the process ends must not change its exit code.
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGUSR1, SIG_DFL);
  signals_ = signalfd(-1, &set, SFD_CLOEXEC);
  finished_ = eventfd(0, EFD_CLOEXEC);
  if (signals_ < 0 || finished_ < 0) throw ResultError("no descriptors are left to wait for signals with (ulimit -n)");
  watcher_ = std::thread([this, &stop, end_of_time] { watch(stop, end_of_time); });
}

StopSignals::~StopSignals() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(finished_, &one, sizeof one);
  watcher_.join();
  close(signals_);
  close(finished_);
}

void StopSignals::watch(StopRequest& stop, std::optional<Clock::time_point> end_of_time) {
  constexpr auto never = Clock::time_point::max();
  Clock::time_point soft = end_of_time ? *end_of_time - reserve_of(*end_of_time - Clock::now()) : never,
                    hard = end_of_time.value_or(never);
  bool interrupted = false;
  while (true) {
    const Clock::time_point next = std::min(soft, hard);
    using std::chrono::milliseconds;
    const auto wait = std::chrono::ceil<milliseconds>(next - Clock::now());
    pollfd sources[] = {{finished_, POLLIN, 0}, {signals_, POLLIN, 0}};
    poll(sources, 2, next == never ? -1 : static_cast<int>(std::clamp<milliseconds>(wait, 0ms, 1h).count()));
    if (sources[0].revents != 0) return;
    if (Clock::now() >= hard) break;
    if (Clock::now() >= soft) {
      stop.after_trials();
      soft = never;
    }
    if (sources[1].revents == 0) continue;
    signalfd_siginfo info{};
    if (read(signals_, &info, sizeof info) != sizeof info) continue;
    if (info.ssi_signo == SIGUSR1) {
      stop.after_blocks();
      continue;
    }
    stop.after_trials();
    if (info.ssi_signo == SIGINT && std::exchange(interrupted, true)) break;
    hard = std::min(hard, Clock::now() + grace);
  }
  last_words_();
  _exit(static_cast<int>(ExitCode::interrupted));
}

}  // namespace initlab
