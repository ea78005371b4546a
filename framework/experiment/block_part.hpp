#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>

#include "measure/measurement.hpp"

namespace initlab {

/// What the first trials of a block left: what is stored, and where a block goes on that was stopped.
struct BlockPart {
  std::size_t block = 0;     ///< position in Plan::blocks
  std::uint32_t trials = 0;  ///< the block is finished when these are all of its trials
  Measurement measurement;
};

/// Where the parts of a run come from and go to. All functions are called on many threads at once.
class BlockStore {
 public:
  virtual ~BlockStore() = default;
  /// The part of a block that is there already.
  virtual std::optional<BlockPart> begun(std::size_t block) = 0;
  /// A finished block, or one that was stopped.
  virtual void put(BlockPart part) = 0;
  /// A part whose block goes on, in case it does not come to its end. To be left where it is.
  virtual void keep(BlockPart&) {}
};

}  // namespace initlab
