#pragma once
#include <string>

#include "experiment/plan.hpp"

namespace initlab {

/// Throws UsageError, with both numbers, if the run takes more memory than `limit` bytes.
void check_memory(const Plan& plan, unsigned threads, double limit);

/// What --dry-run prints: points, blocks, trials, engine, memory, time.
std::string dry_run_text(const Plan& plan, unsigned threads, double memory_limit);

}  // namespace initlab
