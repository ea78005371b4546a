#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace initlab {

/// What a child process tells of itself while it works: the last of it is known when it dies.
class Doing {
 public:
  explicit Doing(char* shared) : shared_(shared) {}
  /// The end of "it died while it was ...": "loaded", "asked for 7 values".
  void now(std::string_view what);

 private:
  char* shared_;
};

/// How a child process ended, and what it left.
struct ChildOutcome {
  enum class End {
    finished,   ///< the work returned
    threw,      ///< the work threw a std::exception
    exited,     ///< something ended the process with an exit code
    signalled,  ///< it was killed
    timed_out,  ///< it was killed because its time was over
  };
  End end = End::finished;
  int number = 0;      ///< the exit code or the signal
  std::string text;    ///< what the work returned, or its exception's text
  std::string doing;   ///< the last thing it said that it does
  std::string output;  ///< the beginning of what was written to standard output and standard error

  bool is_alive() const { return end == End::finished || end == End::threw; }
};

/// Does `work` in a child of this process and gives its answer, at most 64 KiB of text. Whatever happens there (a
/// crash, an exit, an abort, an endless loop, a changed locale) does not happen here. The child and whatever it started
/// are killed after `seconds`.
///
/// A fork without exec (docs/decisions/plugins-are-checked-in-a-child.md): to be called before this process has started
/// threads, because of a thread's locks the child would have copies that nobody opens. In the child, `work` may start
/// threads; standard input is empty there. Throws ResultError if the system refuses a process.
ChildOutcome run_in_child(const std::function<std::string(Doing&)>& work, double seconds);

/// The second half of a sentence about a child that is not alive: "died of SIGSEGV (Segmentation fault) while it was
/// loaded", "ended the process with exit code 0 while ...", "was not ready after 20 s while ...".
std::string how_it_died(const ChildOutcome&);

}  // namespace initlab
