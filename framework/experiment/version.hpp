#pragma once
#include <string_view>

namespace initlab {

std::string_view version();       ///< "0.1.0"
std::string_view git_revision();  ///< of the source tree that was built; "unknown" outside a checkout

}  // namespace initlab
