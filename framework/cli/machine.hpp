#pragma once
#include <span>
#include <string>

#include "results/run_record.hpp"

namespace initlab {

/// "unknown" if the system does not tell.
std::string host_name();

/// Host, processor, vector width, time and command line of `initlab COMMAND ARGUMENTS`; what is known only afterwards
/// is left empty.
RunRecord describe_machine(const std::string& command, std::span<const std::string> arguments);

}  // namespace initlab
