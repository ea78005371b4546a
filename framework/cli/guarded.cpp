#include "cli/guarded.hpp"

#include <cstdio>
#include <exception>
#include <new>
#include <string>

namespace initlab {
namespace {

ExitCode report_failure(ExitCode code, const char* text) {
  if (*text != '\0') std::fprintf(stderr, "initlab: %s\n", text);
  return code;
}

}  // namespace

ExitCode guarded(const std::function<ExitCode()>& action) {
  try {
    return action();
  } catch (const Error& error) {
    return report_failure(error.exit_code(), error.what());
  } catch (const std::bad_alloc&) {
    return report_failure(ExitCode::usage, "out of memory (see --dry-run for what a run needs)");
  } catch (const std::exception& error) {
    return report_failure(ExitCode::internal, (std::string("internal error: ") + error.what()).c_str());
  }
}

}  // namespace initlab
