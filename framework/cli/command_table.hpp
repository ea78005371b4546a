#pragma once
#include <span>

#include "cli/commands.hpp"

namespace initlab {

struct NamedCommand {
  const char* name;
  const char* summary;  ///< for the overview: goes on after "initlab NAME"
  Command run;
  CommandSpecs specs;
};

/// All commands, in the order of the overview.
std::span<const NamedCommand> commands();

}  // namespace initlab
