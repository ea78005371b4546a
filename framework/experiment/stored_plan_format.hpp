#pragma once
#include <cstdint>
#include <string_view>

#include "experiment/stored_plan.hpp"

namespace initlab {

/// What writer and reader of a stored plan have in common.
constexpr std::string_view stored_plan_title = "# A plan of initlab.";  ///< the first line
constexpr std::int64_t stored_plan_format = 1;  ///< counts up when an older reader would misunderstand the text

}  // namespace initlab
