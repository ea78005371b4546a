#pragma once
#include <chrono>
#include <string>

#include "experiment/progress.hpp"

namespace initlab {

/// "  42 %  1234 of 3000 trials, 812 a second, 2 s left". The rate is of the trials that were done in these seconds.
std::string progress_text(const Progress& progress, double seconds);

/// The same for programs, one JSON object: trials_done, trials, share (0 to 1), seconds, trials_per_second and
/// seconds_left (null before the first trial).
std::string progress_json(const Progress& progress, double seconds);

enum class ProgressStyle {
  none,
  line,  ///< one line that is written over, at most ten times a second, and gone at the end
  json,  ///< a line each ten seconds and one at the end, to stay in a log
};

/// Shows on standard error how far a run is; time begins with its first trial.
class ProgressLine {
 public:
  explicit ProgressLine(ProgressStyle style) : style_(style) {}
  ~ProgressLine() { finish(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const Progress& progress);
  void finish();
  double seconds() const;

 private:
  using Clock = std::chrono::steady_clock;
  void write(const Progress& progress);

  ProgressStyle style_;
  bool written_ = false;
  Progress latest_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_ = start_ + std::chrono::milliseconds(200);
};

}  // namespace initlab
