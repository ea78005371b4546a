#pragma once
#include <span>
#include <string>

#include "core/error.hpp"

namespace initlab {

/// A command of the program: its arguments (without its own name) to an exit code. Failures are thrown as Error.
using Command = ExitCode (*)(std::span<const std::string> arguments);

/// initlab run FILE: runs an experiment.
ExitCode run_command(std::span<const std::string> arguments);
/// initlab theory FILE: what theory predicts for it.
ExitCode theory_command(std::span<const std::string> arguments);
/// initlab plugins list, initlab plugins show ID.
ExitCode plugins_command(std::span<const std::string> arguments);
/// initlab critical ACTIVATION: its edge of chaos.
ExitCode critical_command(std::span<const std::string> arguments);
/// initlab phase ACTIVATION: its phase diagram.
ExitCode phase_command(std::span<const std::string> arguments);

}  // namespace initlab
