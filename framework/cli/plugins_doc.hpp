#pragma once
#include <span>
#include <string>

#include "cli/command_line.hpp"
#include "core/error.hpp"

namespace initlab {

/// initlab plugins doc: pages of plugins, made from their records and from what is computed of them.
CommandSpec plugins_doc_spec();
ExitCode plugins_doc(std::span<const std::string> arguments);

}  // namespace initlab
