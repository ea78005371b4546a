#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "core/nearest.hpp"
#include "experiment/version.hpp"

namespace initlab {
namespace {

struct NamedCommand {
  const char* name;
  const char* summary;
  Command run;
};
constexpr NamedCommand commands[] = {{"run", "runs an experiment file", &run_command},
                                     {"theory", "predicts what a run would measure", &theory_command},
                                     {"plugins", "lists and shows activations and initializers", &plugins_command},
                                     {"critical", "computes the edge of chaos of an activation", &critical_command},
                                     {"phase", "computes the phase diagram of an activation", &phase_command}};

std::string overview() {
  std::string text = "initlab " + std::string(version()) +
                     ": a laboratory for the initialisation of deep networks\n\nusage: initlab COMMAND [arguments]\n\n";
  for (const NamedCommand& command : commands) {
    std::string name = command.name;
    name.resize(9, ' ');
    text += "  " + name + command.summary + "\n";
  }
  return text + "\ninitlab COMMAND --help tells more. initlab --version tells what was built.\n";
}

ExitCode dispatch(const std::vector<std::string>& arguments) {
  if (arguments.empty()) throw UsageError("a command is missing.\n\n" + overview());
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h" || name == "help") return print(overview()), ExitCode::success;
  if (name == "--version") {
    print("initlab " + std::string(version()) + " (revision " + std::string(git_revision()) + ")\n");
    return ExitCode::success;
  }
  std::vector<std::string> known;
  for (const NamedCommand& command : commands) {
    if (name == command.name) return command.run(std::span(arguments).subspan(1));
    known.emplace_back(command.name);
  }
  throw UsageError("there is no command '" + name + "'" + did_you_mean(name, known) + ". See initlab --help.");
}

ExitCode report_failure(ExitCode code, const char* text) {
  if (*text != '\0') std::fprintf(stderr, "initlab: %s\n", text);
  return code;
}

ExitCode guarded_main(const std::vector<std::string>& arguments) {
  try {
    return dispatch(arguments);
  } catch (const Error& error) {
    return report_failure(error.exit_code(), error.what());
  } catch (const std::bad_alloc&) {
    return report_failure(ExitCode::usage, "out of memory (see --dry-run for what a run needs)");
  } catch (const std::exception& error) {
    return report_failure(ExitCode::internal, (std::string("internal error: ") + error.what()).c_str());
  }
}

}  // namespace
}  // namespace initlab

int main(int argc, char** argv) {
  // A reader that goes away, or a limit on file sizes, is an error of write(), not the end of a run.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  return static_cast<int>(initlab::guarded_main({argv + 1, argv + argc}));
}
