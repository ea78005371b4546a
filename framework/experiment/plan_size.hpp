#pragma once
#include <vector>

#include "core/config_value.hpp"

namespace initlab {

/// Bytes that the plan of these points will hold about each layer and point, whatever their networks then take: known
/// from the experiment's tables, before anything of that size is made. Right within a third.
double plan_bytes(const std::vector<ConfigValue>& points);

/// Throws UsageError, naming both numbers, if that is more than `limit`.
void check_plan_size(const std::vector<ConfigValue>& points, double limit);

}  // namespace initlab
