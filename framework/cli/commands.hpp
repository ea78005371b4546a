#pragma once
#include <span>
#include <string>
#include <vector>

#include "cli/command_line.hpp"
#include "core/error.hpp"

namespace initlab {

/// A command of the program: its arguments (without its own name) to an exit code. Failures are thrown as Error.
using Command = ExitCode (*)(std::span<const std::string> arguments);
/// What a command accepts: one specification, or one for each of its verbs ("plugins list", "plugins show"). The manual
/// and the shells' completions are made from them.
using CommandSpecs = std::vector<CommandSpec> (*)();

/// initlab run FILE: runs an experiment.
ExitCode run_command(std::span<const std::string> arguments);
std::vector<CommandSpec> run_specs();
/// initlab merge DIR: the result of a plan whose shards are finished.
ExitCode merge_command(std::span<const std::string> arguments);
std::vector<CommandSpec> merge_specs();
/// initlab status DIR|FILE: how far a run is.
ExitCode status_command(std::span<const std::string> arguments);
std::vector<CommandSpec> status_specs();
/// initlab plan FILE: stores what a run would do, to be done in parts.
ExitCode plan_command(std::span<const std::string> arguments);
std::vector<CommandSpec> plan_specs();
/// initlab batch FILE: a folder with what Slurm needs to run it in shards.
ExitCode batch_command(std::span<const std::string> arguments);
std::vector<CommandSpec> batch_specs();
/// initlab theory FILE: what theory predicts for it.
ExitCode theory_command(std::span<const std::string> arguments);
std::vector<CommandSpec> theory_specs();
/// initlab plugins list, show ID, check ID, doc.
ExitCode plugins_command(std::span<const std::string> arguments);
std::vector<CommandSpec> plugins_specs();
/// initlab critical ACTIVATION: its edge of chaos.
ExitCode critical_command(std::span<const std::string> arguments);
std::vector<CommandSpec> critical_specs();
/// initlab phase ACTIVATION: its phase diagram.
ExitCode phase_command(std::span<const std::string> arguments);
std::vector<CommandSpec> phase_specs();
/// initlab audit FILE: what weights that came from elsewhere were drawn from.
ExitCode audit_command(std::span<const std::string> arguments);
std::vector<CommandSpec> audit_specs();
/// initlab new activation NAME, initlab new initializer NAME: a folder to begin a plugin with.
ExitCode new_command(std::span<const std::string> arguments);
std::vector<CommandSpec> new_specs();
/// initlab completion SHELL: a script that teaches a shell to complete initlab's arguments.
ExitCode completion_command(std::span<const std::string> arguments);
std::vector<CommandSpec> completion_specs();

}  // namespace initlab
