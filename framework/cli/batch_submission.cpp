#include "cli/batch_submission.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

#include "core/error.hpp"
#include "experiment/shell_word.hpp"

namespace initlab {
namespace {

bool is_on_path(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::string_view folders = path == nullptr ? "" : path;
  while (!folders.empty()) {
    const std::string_view folder = folders.substr(0, folders.find(':'));
    if (::access((std::string(folder) + "/" + program).c_str(), X_OK) == 0) return true;
    folders.remove_prefix(std::min(folder.size() + 1, folders.size()));
  }
  return false;
}

/// The program's exit code.
int run_program(const std::string& program) {
  std::string name = program;
  char* arguments[] = {name.data(), nullptr};
  pid_t child = 0;
  if (const int error = ::posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments, environ))
    throw ResultError(fmt::format("{} could not be run ({})", program, std::generic_category().message(error)));
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

void require_sbatch() {
  if (is_on_path("sbatch")) return;
  throw UsageError(
      "--submit needs Slurm (there is no sbatch on the PATH). Leave it out, and run submit.sh on a machine of the "
      "cluster, "
      "usually its login node.");
}

void submit_batch(const std::filesystem::path& folder) {
  const std::string script = (folder / "submit.sh").string();
  if (const int code = run_program(script); code != 0)
    throw UsageError(
        fmt::format("not all was submitted (submit.sh ended with {}; see above). {} is ready: correct what "
                    "Slurm does not like in its scripts, then: {}",
                    code, folder.string(), shell_word(script)));
}

}  // namespace initlab
