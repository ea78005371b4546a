#include "execution/block_queue.hpp"

#include "execution/thread_sanitizer.hpp"

namespace initlab {
namespace {

// A pool's threads keep the environment of whoever created them; flush-to-zero set or cleared since would change bits.
class ScopedFloatingPoint {
 public:
  explicit ScopedFloatingPoint(const std::fenv_t& environment) {
    std::fegetenv(&before_);
    std::fesetenv(&environment);
  }
  ~ScopedFloatingPoint() { std::fesetenv(&before_); }
  ScopedFloatingPoint(const ScopedFloatingPoint&) = delete;
  ScopedFloatingPoint& operator=(const ScopedFloatingPoint&) = delete;

 private:
  std::fenv_t before_;
};

}  // namespace

BlockQueue::BlockQueue(std::size_t count, const std::function<void(std::size_t)>& f) : f_(f), end_(count) {
  std::fegetenv(&environment_);
  thread_sanitizer::release(this);
}

void BlockQueue::work() noexcept {
  thread_sanitizer::acquire(this);
  const ScopedFloatingPoint as_the_caller(environment_);
  // Blocks are taken in ascending order and end_ never falls below the lowest block that throws, so that block always
  // runs and its error wins, whatever the timing.
  for (std::size_t block = next_++; block < end_; block = next_++) {
    try {
      f_(block);
    } catch (...) {
      remember_error(block);
    }
  }
  thread_sanitizer::release(this);
}

void BlockQueue::remember_error(std::size_t block) noexcept {
  const std::lock_guard lock(error_mutex_);
  if (block < end_) {
    end_ = block;
    error_ = std::current_exception();
  }
}

void BlockQueue::finish() const {
  thread_sanitizer::acquire(this);
  if (error_) std::rethrow_exception(error_);
}

}  // namespace initlab
