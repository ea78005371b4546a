#pragma once
#include <algorithm>
#include <chrono>
#include <thread>

namespace initlab {

/// Sleeps between looks for something that may come at once or in an hour: short at first, a millisecond at most, which
/// costs less than a hundredth of a processor.
class Patience {
 public:
  void sleep() {
    std::this_thread::sleep_for(pause_);
    pause_ = std::min<std::chrono::microseconds>(2 * pause_, longest);
  }
  /// It came.
  void reward() { pause_ = shortest; }

 private:
  static constexpr std::chrono::microseconds shortest{50}, longest{1000};
  std::chrono::microseconds pause_ = shortest;
};

}  // namespace initlab
