#pragma once
#include <limits>

#include "execution/backend.hpp"
#include "experiment/plan.hpp"
#include "experiment/progress.hpp"

namespace initlab {

/// Runs all blocks of the plan in memory and merges them in their order: the result has the same bits for any backend
/// and any number of threads. Throws as BlockRunner does.
RunResult run(const Plan& plan, const Backend& backend, const ProgressReport& report = nullptr,
              double memory_limit = std::numeric_limits<double>::infinity());

}  // namespace initlab
