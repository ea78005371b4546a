#include "cli/command_line.hpp"
#include "cli/completion.hpp"
#include "cli/terminal.hpp"
#include "core/error.hpp"
#include "core/nearest.hpp"

namespace initlab {
namespace {

CommandSpec spec() {
  return {"completion",
          "Prints a script that teaches a shell to complete initlab's commands, options and plugins. The installed "
          "package has them where the shells look. For one session: eval \"$(initlab completion bash)\", or "
          "initlab completion fish | source.",
          {"bash|zsh|fish"},
          {}};
}

}  // namespace

std::vector<CommandSpec> completion_specs() { return {spec()}; }

ExitCode completion_command(std::span<const std::string> arguments) {
  const CommandLine line(spec(), arguments);
  if (line.wants_help()) return print(help_text(spec(), output_style().width)), ExitCode::success;
  const std::string& shell = line.word(0);
  if (shell == "bash")
    print(bash_completion(commands()));
  else if (shell == "zsh")
    print(zsh_completion(commands()));
  else if (shell == "fish")
    print(fish_completion(commands()));
  else
    throw UsageError("initlab completion does not know the shell '" + shell + "'" +
                     did_you_mean(shell, std::vector<std::string>{"bash", "zsh", "fish"}) +
                     "; it knows bash, zsh and fish.");
  return ExitCode::success;
}

}  // namespace initlab
