#pragma once
#include "execution/ranks.hpp"
#include "experiment/stored_plan.hpp"

namespace initlab {

/// All ranks call it, each with its own plan. If one has another plan than rank 0, a plugin with other content, or
/// another program, all throw (Ranks::agree), and rank 0 names the rank and what it has different.
void require_same_run(Ranks& ranks, const StoredPlan& plan);

}  // namespace initlab
