#pragma once
#include <atomic>

namespace initlab {

/// Asks a parallel loop to end before its work is done. Set from any thread, also from a signal handler; looked at
/// between trials and between blocks. A request can become more urgent, never less.
class StopRequest {
 public:
  void after_blocks() noexcept { raise(1); }  ///< finish the blocks that have begun
  void after_trials() noexcept { raise(2); }  ///< finish the trials that have begun

  bool before_next_block() const noexcept { return urgency_.load(std::memory_order_relaxed) >= 1; }
  bool before_next_trial() const noexcept { return urgency_.load(std::memory_order_relaxed) >= 2; }

 private:
  void raise(int urgency) noexcept {
    for (int now = urgency_.load(); now < urgency && !urgency_.compare_exchange_weak(now, urgency);) {
    }
  }

  std::atomic<int> urgency_{0};
  static_assert(std::atomic<int>::is_always_lock_free);
};

}  // namespace initlab
