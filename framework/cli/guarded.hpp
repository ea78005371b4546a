#pragma once
#include <functional>

#include "core/error.hpp"

namespace initlab {

/// What `action` answers. If it throws, the sentence goes to standard error, unless it is empty, and the exit code is
/// what the error asks for.
ExitCode guarded(const std::function<ExitCode()>& action);

}  // namespace initlab
