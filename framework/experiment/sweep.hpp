#pragma once
#include <vector>

#include "core/config_value.hpp"
#include "results/run_result.hpp"

namespace initlab {

/// The grid of an experiment: its axes and, for each point in row-major order (the last axis fastest), the experiment's
/// table with that point's values in place.
struct Sweep {
  std::vector<Axis> axes;
  std::vector<ConfigValue> points;
};

/// Reads [sweep]: "dotted.key" = [value, ...]. Without it there is one point. Whether a key exists is found when the
/// points are read. Throws UsageError for what is not a list, an empty list, a value listed twice, an axis that would
/// overwrite an earlier one, more than a million points.
Sweep expand_sweep(const ConfigValue& experiment);

}  // namespace initlab
