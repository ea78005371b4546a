#pragma once
#include <string>

namespace initlab {

/// The manual page initlab(1) in the man macros of troff, made from the commands' own specifications.
std::string manual_page();

}  // namespace initlab
