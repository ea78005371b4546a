#pragma once
#include <cstdint>
#include <functional>
#include <limits>

#include "execution/backend.hpp"
#include "experiment/plan.hpp"

namespace initlab {

/// How far a run is.
struct Progress {
  std::size_t blocks_done = 0, blocks = 0;
  std::uint64_t trials_done = 0, trials = 0;
};

/// Runs all blocks of the plan and merges them in their order: the result has the same bits for any backend and any
/// number of threads. Backward passes keep their signals within `memory_limit` bytes (Plan::estimated_bytes), which
/// changes no bit either. `report` is called after every merged block, one call at a time, on whichever thread finished
/// it.
///
/// Throws PluginError if a plugin fails or an activation gives NaN for a finite number, with the command that runs just
/// that trial.
RunResult run(const Plan& plan, const Backend& backend, const std::function<void(const Progress&)>& report,
              double memory_limit = std::numeric_limits<double>::infinity());

}  // namespace initlab
