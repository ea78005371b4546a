#include "plugins/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>
#include <thread>

#include "core/error.hpp"

namespace initlab {
namespace {

enum class State : int { working, finished, threw };

constexpr std::size_t doing_size = 512;

/// What parent and child both see.
struct Blackboard {
  std::atomic<State> state = State::working;
  char doing[doing_size] = {};
  std::size_t text_size = 0;
  char text[64 * 1024] = {};
};

class SharedBlackboard {
 public:
  SharedBlackboard() {
    void* memory = ::mmap(nullptr, sizeof(Blackboard), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
      throw ResultError(fmt::format("no memory to share with a child process ({}).", std::strerror(errno)));
    board_ = new (memory) Blackboard;
  }
  ~SharedBlackboard() { ::munmap(board_, sizeof(Blackboard)); }
  SharedBlackboard(const SharedBlackboard&) = delete;
  SharedBlackboard& operator=(const SharedBlackboard&) = delete;
  Blackboard& operator*() const { return *board_; }
  Blackboard* operator->() const { return board_; }

 private:
  Blackboard* board_;
};

/// A file without a name that takes what the child prints.
class PrintedFile {
 public:
  PrintedFile() : descriptor_(::memfd_create("initlab-child", MFD_CLOEXEC)) {
    if (descriptor_ < 0)
      throw ResultError(fmt::format("no memory for the output of a child process ({}).", std::strerror(errno)));
  }
  ~PrintedFile() { ::close(descriptor_); }
  PrintedFile(const PrintedFile&) = delete;
  PrintedFile& operator=(const PrintedFile&) = delete;

  void take_place_of_standard_streams() const {
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(descriptor_, STDOUT_FILENO);
    ::dup2(descriptor_, STDERR_FILENO);
    ::close(nothing);
  }
  std::string beginning() const {
    std::string text(4096, '\0');
    const ssize_t size = ::pread(descriptor_, text.data(), text.size(), 0);
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
  }

 private:
  int descriptor_;
};

void put(Blackboard& board, State state, std::string_view text) {
  board.text_size = std::min(text.size(), sizeof board.text);
  std::memcpy(board.text, text.data(), board.text_size);
  board.state = state;
}

[[noreturn]] void be_the_child(const std::function<std::string(Doing&)>& work, Blackboard& board,
                               const PrintedFile& printed, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);  // it died before it could be watched
  ::setpgid(0, 0);                        // with all that the plugin starts, it can be killed as a group
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  printed.take_place_of_standard_streams();
  Doing doing(board.doing);
  try {
    put(board, State::finished, work(doing));
  } catch (const std::exception& error) {
    put(board, State::threw, error.what());
  }
  std::fflush(nullptr);
  ::_exit(0);  // no destructors: they belong to the parent
}

/// The status of waitpid, or none when the time is over.
bool wait_for(pid_t child, double seconds, int& status) {
  using namespace std::chrono;
  const auto end = steady_clock::now() + duration<double>(seconds);
  // Asked again and again because a wait with a time limit (pidfd) is newer than the systems of many clusters.
  auto pause = microseconds(50);
  while (true) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return true;
    if (ended < 0 && errno != EINTR) return false;
    if (steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, microseconds(2000));
  }
}

}  // namespace

void Doing::now(std::string_view what) {
  const std::size_t size = std::min(what.size(), doing_size - 1);
  std::memcpy(shared_, what.data(), size);
  shared_[size] = '\0';
}

ChildOutcome run_in_child(const std::function<std::string(Doing&)>& work, double seconds) {
  const SharedBlackboard board;
  const PrintedFile printed;
  std::fflush(nullptr);  // else the child would print a copy of what is still in the buffers
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) throw ResultError(fmt::format("no child process can be started ({}).", std::strerror(errno)));
  if (child == 0) be_the_child(work, *board, printed, parent);

  int status = 0;
  const bool ended = wait_for(child, seconds, status);
  ::kill(-child, SIGKILL);
  if (!ended) {
    ::kill(child, SIGKILL);
    ::waitpid(child, &status, 0);
  }

  ChildOutcome outcome;
  outcome.doing.assign(board->doing, ::strnlen(board->doing, doing_size));
  outcome.text.assign(board->text, std::min(board->text_size, sizeof board->text));
  outcome.output = printed.beginning();
  using End = ChildOutcome::End;
  if (!ended) {
    outcome.end = End::timed_out;
    outcome.text = fmt::format("{:g} s", seconds);
  } else if (WIFSIGNALED(status)) {
    outcome.end = End::signalled;
    outcome.number = WTERMSIG(status);
  } else if (board->state == State::working) {
    outcome.end = End::exited;
    outcome.number = WEXITSTATUS(status);
  } else {
    outcome.end = board->state == State::finished ? End::finished : End::threw;
  }
  return outcome;
}

std::string how_it_died(const ChildOutcome& outcome) {
  using End = ChildOutcome::End;
  std::string text;
  if (outcome.end == End::signalled) {
    const char* name = ::sigabbrev_np(outcome.number);
    const char* meaning = ::sigdescr_np(outcome.number);
    text = fmt::format("died of {} ({})", name ? fmt::format("SIG{}", name) : fmt::format("signal {}", outcome.number),
                       meaning ? meaning : "unknown");
  } else if (outcome.end == End::timed_out) {
    text = fmt::format("was not ready after {}", outcome.text);
  } else {
    text = fmt::format("ended the process with exit code {}", outcome.number);
  }
  if (!outcome.doing.empty()) text += " while it was " + outcome.doing;
  if (const std::string first = outcome.output.substr(0, outcome.output.find('\n')); !first.empty())
    text += fmt::format("; printed before: '{}'", first);
  return text;
}

}  // namespace initlab
