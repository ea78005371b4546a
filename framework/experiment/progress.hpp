#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>

namespace initlab {

/// How far a run is.
struct Progress {
  std::uint64_t trials_done = 0, trials = 0;
  std::uint64_t trials_before = 0;  ///< done by earlier processes, found in the journal
};

/// Called whenever a block is done, one call at a time, on whichever thread finished it.
using ProgressReport = std::function<void(const Progress&)>;

}  // namespace initlab
