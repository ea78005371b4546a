#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "network/block_spec.hpp"

namespace initlab {

/// What the memory of a worker depends on.
struct WorkerSize {
  std::span<const BlockSpec> blocks;
  std::size_t input_width = 0;
  std::size_t inputs = 1;
  bool backward = false;
  bool revealed = false;
  std::size_t bytes_each = 4;  ///< of a number
};

/// Memory of one worker, in bytes, when the signals of `blocks_kept` blocks are kept at once
/// (network/block_network.hpp; matters to backward passes only).
double worker_bytes(const WorkerSize& size, std::size_t blocks_kept);

/// The most blocks to keep within `bytes`: all of them where they fit, so that nothing is run twice; else as many as
/// do. Where nothing fits, the number that takes the least.
std::size_t blocks_to_keep(const WorkerSize& size, double bytes);

}  // namespace initlab
