#pragma once
#include <string_view>

namespace initlab {

/// Stands as a comment at the top of every file that is made here: whoever opens it knows not to edit it, and the next
/// run knows that it may be replaced.
inline constexpr std::string_view made_by =
    "Made by initlab plugins doc from the plugins themselves; whatever is changed here is lost.";

}  // namespace initlab
