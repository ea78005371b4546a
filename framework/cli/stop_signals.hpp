#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <thread>

#include "execution/stop_request.hpp"

namespace initlab {

/// Turns signals, and the end of the time allowed, into a StopRequest while it lives:
///
///   USR1                   the blocks that have begun are finished
///   INT, TERM, HUP, XCPU   the trials that have begun are finished, for 0.8 s
///   a second INT           ends the process at once
///   the end of the time    as TERM, a second before it (a tenth of what is left, if that is less)
///
/// When the process must end before the work has, `last_words` runs on a thread of its own and the process exits with
/// ExitCode::interrupted. INT and HUP stay ignored if they are (nohup, a shell's background jobs); USR1 is taken even
/// if it is, as a batch script ignores it until initlab is there. Threads that are begun later leave the signals alone.
class StopSignals {
 public:
  using Clock = std::chrono::steady_clock;

  StopSignals(StopRequest& stop, std::optional<Clock::time_point> end_of_time, std::function<void()> last_words);
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

 private:
  void watch(StopRequest& stop, std::optional<Clock::time_point> end_of_time);

  std::function<void()> last_words_;
  int signals_ = -1, finished_ = -1;  ///< descriptors: a signalfd, an eventfd
  std::thread watcher_;
};

/// Lets these signals wait until a StopSignals takes them, for what must not be interrupted before there can be one.
void hold_stop_signals();
/// There will be none: they do what they do by themselves.
void let_stop_signals_go();

}  // namespace initlab
