#pragma once
#include <vector>

#include "results/prediction.hpp"
#include "results/verdict.hpp"

namespace initlab {

/// What theory says of a run, one prediction a point, and what came of the comparison. Without predictions there is no
/// theory.
struct RunTheory {
  std::vector<PointPrediction> predictions;
  Assessment assessment;
};

}  // namespace initlab
