#include <csignal>
#include <string>
#include <vector>

#include "cli/command_table.hpp"
#include "cli/guarded.hpp"
#include "cli/manual.hpp"
#include "cli/terminal.hpp"
#include "core/nearest.hpp"
#include "execution/launch.hpp"
#include "experiment/version.hpp"

namespace initlab {
namespace {

std::string overview() {
  std::string text = "initlab " + std::string(version()) +
                     ": a laboratory for the initialisation of deep networks\n\nusage: initlab COMMAND [arguments]\n\n";
  for (const NamedCommand& command : commands()) {
    std::string name = command.name;
    name.resize(12, ' ');
    text += "  " + name + command.summary + "\n";
  }
  return text + "\ninitlab COMMAND --help tells more. initlab --version tells what was built.\n";
}

ExitCode dispatch(const std::vector<std::string>& arguments);

/// initlab help; help COMMAND..., the same as COMMAND... --help; help --man, the manual page as a file for man(1).
ExitCode help(std::span<const std::string> asked) {
  if (asked.empty()) return print(overview()), ExitCode::success;
  if (asked.size() == 1 && asked.front() == "--man") return print(manual_page()), ExitCode::success;
  std::vector<std::string> arguments(asked.begin(), asked.end());
  arguments.emplace_back("--help");
  return dispatch(arguments);
}

ExitCode dispatch(const std::vector<std::string>& arguments) {
  if (arguments.empty()) throw UsageError("a command is missing.\n\n" + overview());
  const std::string& name = arguments.front();
  if (name == "help") return help(std::span(arguments).subspan(1));
  if (name == "--help" || name == "-h") return print(overview()), ExitCode::success;
  if (name == "--version") {
    print("initlab " + std::string(version()) + " (revision " + std::string(git_revision()) +
          ")\nMPI: " + mpi_description() + "\n");
    return ExitCode::success;
  }
  std::vector<std::string> known;
  for (const NamedCommand& command : commands()) {
    if (name == command.name) return command.run(std::span(arguments).subspan(1));
    known.emplace_back(command.name);
  }
  throw UsageError("there is no command '" + name + "'" + did_you_mean(name, known) + ". See initlab --help.");
}

}  // namespace
}  // namespace initlab

int main(int argc, char** argv) {
  initlab::occupy_closed_streams();
  // A reader that goes away, or a limit on file sizes, is an error of write(), not the end of a run.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  return static_cast<int>(initlab::guarded([&] { return initlab::dispatch({argv + 1, argv + argc}); }));
}
