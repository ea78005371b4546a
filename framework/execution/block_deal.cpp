#include "execution/block_deal.hpp"

#include <algorithm>

namespace initlab {

BlockDeal::BlockDeal(std::span<const std::size_t> blocks, unsigned ranks)
    : blocks_(blocks.begin(), blocks.end()), ranks_(ranks) {}

std::optional<std::size_t> BlockDeal::next() {
  const std::lock_guard lock(mutex_);
  return given_ < blocks_.size() ? std::optional(blocks_[given_++]) : std::nullopt;
}

std::vector<std::uint64_t> BlockDeal::take(std::size_t threads) {
  constexpr std::size_t blocks_a_thread = 4;
  const std::lock_guard lock(mutex_);
  const std::size_t left = blocks_.size() - given_;
  const std::size_t fair = std::max<std::size_t>(left / (2 * ranks_), 1);
  const std::size_t count = std::min({left, fair, blocks_a_thread * threads});
  const std::vector<std::uint64_t> taken(blocks_.begin() + static_cast<std::ptrdiff_t>(given_),
                                         blocks_.begin() + static_cast<std::ptrdiff_t>(given_ + count));
  given_ += count;
  return taken;
}

void BlockDeal::stop() {
  const std::lock_guard lock(mutex_);
  given_ = blocks_.size();
}

}  // namespace initlab
