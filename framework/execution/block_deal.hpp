#pragma once
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace initlab {

/// The blocks of a run that no rank has yet, given out in their order. Any thread may call it.
class BlockDeal {
 public:
  BlockDeal(std::span<const std::size_t> blocks, unsigned ranks);

  std::optional<std::size_t> next();

  /// For a rank with that many threads, several at once, that rank 0 need not be asked for each: four a thread, and
  /// fewer towards the end, 1/(2 ranks) of what is left (guided self-scheduling: Polychronopoulos and Kuck 1987), so
  /// that no rank sits on blocks while others wait. Empty when nothing is left.
  std::vector<std::uint64_t> take(std::size_t threads);

  /// Gives out nothing more.
  void stop();

 private:
  std::mutex mutex_;
  std::vector<std::size_t> blocks_;
  std::size_t given_ = 0;
  std::size_t ranks_;
};

}  // namespace initlab
