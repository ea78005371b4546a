#pragma once
#include <stdexcept>
#include <string>

namespace initlab {

/// What the process answers; the same numbers for every command (docs/architecture.md, section 6).
enum class ExitCode : int {
  success = 0,
  verdict_failed = 1,  ///< a verdict FAILED under --check
  usage = 2,           ///< command line, experiment file or an input it names
  plugin = 3,          ///< a plugin cannot be used, or misbehaved
  results = 4,         ///< results or disk
  internal = 70,       ///< our own mistake
  interrupted = 75,    ///< stopped on request, everything finished kept
};

/// A failure with a text for its reader: problem (why it is one) what to do. Knows the exit code it asks for.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& text) : std::runtime_error(text), code_(code) {}
  ExitCode exit_code() const noexcept { return code_; }

 private:
  ExitCode code_;
};

/// Command line, experiment file, or an input file it names.
struct UsageError : Error {
  explicit UsageError(const std::string& text) : Error(ExitCode::usage, text) {}
};

/// A plugin file or what its code did.
struct PluginError : Error {
  explicit PluginError(const std::string& text) : Error(ExitCode::plugin, text) {}
};

/// Results that cannot be stored or read.
struct ResultError : Error {
  explicit ResultError(const std::string& text) : Error(ExitCode::results, text) {}
};

/// A run was asked to stop before its end, by a signal or its time limit; says how to go on.
struct Interruption : Error {
  explicit Interruption(const std::string& text) : Error(ExitCode::interrupted, text) {}
};

/// An argument outside a function's domain: a mistake of the calling code.
struct DomainError : Error {
  explicit DomainError(const std::string& text) : Error(ExitCode::internal, text) {}
};

}  // namespace initlab
