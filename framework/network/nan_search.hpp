#pragma once
#include <span>

namespace initlab {

/// Whether there may be a NaN among the numbers; false is certain. Faster than to look at each.
bool may_have_nan(std::span<const float> numbers);
bool may_have_nan(std::span<const double> numbers);

}  // namespace initlab
