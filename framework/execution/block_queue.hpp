#pragma once
#include <atomic>
#include <cfenv>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>

namespace initlab {

/// What all backends share: hands out the blocks of one parallel loop in ascending order and keeps the error of the
/// lowest block that threw. A backend lets each of its threads call work(), then calls finish() on one.
class BlockQueue {
 public:
  /// `f` must outlive the queue.
  BlockQueue(std::size_t count, const std::function<void(std::size_t)>& f);

  /// Runs blocks until none is left to start. Never throws; many threads may be inside.
  void work() noexcept;

  /// Rethrows the error of the lowest block that threw, if any. Call it when every work() has returned.
  void finish() const;

 private:
  void remember_error(std::size_t block) noexcept;

  const std::function<void(std::size_t)>& f_;
  std::fenv_t environment_;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::size_t> end_;  // blocks from here on are not started: the count, or the lowest block that threw
  std::mutex error_mutex_;
  std::exception_ptr error_;
};

}  // namespace initlab
