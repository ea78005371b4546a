#pragma once
#include <atomic>
#include <cstddef>
#include <functional>
#include <limits>

namespace initlab::test {

/// What the disk does while this object lives. This program's pwrite, fdatasync, fsync and ftruncate stand before the
/// system's; calls are counted over the four of them, from 0. Without such an object they do what they should, but for
/// waiting for the disk: no test outlives a power cut.
struct FailingDisk {
  static constexpr std::size_t never = std::numeric_limits<std::size_t>::max();

  FailingDisk();
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;
  ~FailingDisk();

  std::size_t first_failing_call = never, last_failing_call = never;
  int error = 0;                          ///< errno of those
  std::size_t interrupted_every = never;  ///< every so many calls, one ends with EINTR before it has done anything
  std::size_t longest_write = never;      ///< bytes that one pwrite takes
  std::function<void()> before_sync;      ///< called by fdatasync

  std::atomic<std::size_t> calls{0};
  std::atomic<std::size_t> syncs{0};
};

}  // namespace initlab::test
