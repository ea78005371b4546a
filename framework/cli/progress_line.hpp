#pragma once
#include <chrono>
#include <string>

#include "experiment/run.hpp"

namespace initlab {

/// "  42 %  1234 of 3000 trials, 812 a second, 2 s left"
std::string progress_text(const Progress& progress, double seconds);

/// One line on standard error that is written over, at most ten times a second, and gone at the end.
class ProgressLine {
 public:
  explicit ProgressLine(bool visible) : visible_(visible) {}
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const Progress& progress);
  void clear();
  double seconds() const;

 private:
  using Clock = std::chrono::steady_clock;
  bool visible_;
  bool written_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_ = start_ + std::chrono::milliseconds(200);
};

}  // namespace initlab
