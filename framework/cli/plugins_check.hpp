#pragma once
#include <span>
#include <string>

#include "cli/command_line.hpp"
#include "core/error.hpp"

namespace initlab {

/// initlab plugins check FILE|ID: the checks of conformance/battery.hpp, one finding a line.
CommandSpec plugins_check_spec();
ExitCode plugins_check(std::span<const std::string> arguments);

}  // namespace initlab
