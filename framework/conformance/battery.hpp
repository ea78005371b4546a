#pragma once
#include <span>
#include <vector>

#include "conformance/check.hpp"
#include "conformance/finding.hpp"

namespace initlab {

/// All checks of that kind of plugin, in the order in which they are reported.
std::span<const Check> checks_of(PluginKind);

/// Runs every check in a child process of its own and goes on after one that killed its child. A check that takes more
/// than `seconds` has failed. To be called before this process has started threads (plugins/child_process.hpp).
std::vector<Finding> examine(const Subject&, double seconds);

}  // namespace initlab
