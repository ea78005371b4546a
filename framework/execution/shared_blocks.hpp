#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "execution/messenger.hpp"

namespace initlab {

/// How a rank leaves the common work.
enum class Closing {
  finished,  ///< there was nothing left to do
  stopped,   ///< it was asked to stop: the others shall begin nothing more either
};

/// The blocks of a run, as one rank sees them: each block is given to one thread of one rank, whoever asks first. A
/// thread of its own talks with the other ranks, so that no thread that computes waits for a message; the messenger
/// belongs to it until close() has returned or the object has gone.
class SharedBlocks {
 public:
  virtual ~SharedBlocks() = default;

  /// The next block for the calling thread; none when all are given out. Any thread may call it.
  virtual std::optional<std::size_t> next() = 0;
  /// No thread of this rank gets another block.
  virtual void stop() = 0;

  /// Trials that this rank has done, for the others' progress. Any thread may call it.
  virtual void add_done(std::uint64_t trials) = 0;
  /// Trials that the other ranks have done, as far as is known; known to rank 0.
  virtual std::uint64_t done_by_others() const = 0;

  /// Says that this rank's results are on the disk, and waits until those of all are. How all have closed, as far as is
  /// known: rank 0 knows whether any was stopped.
  virtual Closing close(Closing closing) = 0;
};

/// Of rank 0, which gives out these blocks.
std::unique_ptr<SharedBlocks> deal_blocks(Messenger& messenger, std::span<const std::size_t> blocks);

/// Of the other ranks, which ask it for more whenever fewer are left than they have threads.
std::unique_ptr<SharedBlocks> ask_for_blocks(Messenger& messenger, unsigned threads);

}  // namespace initlab
