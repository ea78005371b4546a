#include "conformance/surroundings.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xmmintrin.h>

#include <algorithm>
#include <cfenv>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>

namespace initlab {
namespace {

namespace fs = std::filesystem;

using Items = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view absent = "(none)";

void add_locale(Items& items) {
  items.emplace_back("the locale", std::setlocale(LC_ALL, nullptr));
  items.emplace_back("the thread's locale",
                     ::uselocale(nullptr) == LC_GLOBAL_LOCALE ? "the process's" : "one of its own");
}

void add_floating_point_mode(Items& items) {
  constexpr unsigned mxcsr_control = 0xffc0;  // without the sticky exception flags
  items.emplace_back("the floating-point mode (MXCSR: rounding, flush-to-zero, traps)",
                     fmt::format("{:#06x}", _mm_getcsr() & mxcsr_control));
  std::fenv_t environment;
  std::fegetenv(&environment);
  items.emplace_back("the x87 control word", fmt::format("{:#06x}", environment.__control_word));
}

std::string name_of(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return name ? fmt::format("SIG{}", name) : fmt::format("signal {}", signal);
}

void add_signals(Items& items) {
  sigset_t mask;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action {};
    if (::sigaction(signal, nullptr, &action) != 0) continue;
    items.emplace_back("whether " + name_of(signal) + " is blocked", ::sigismember(&mask, signal) == 1 ? "yes" : "no");
    const auto handler = reinterpret_cast<std::uintptr_t>(action.sa_handler);
    items.emplace_back("the handler of " + name_of(signal), fmt::format("{:#x}", handler));
  }
}

void add_process(Items& items) {
  std::error_code error;
  items.emplace_back("the working directory", fs::current_path(error).string());
  const mode_t mask = ::umask(0);
  ::umask(mask);
  items.emplace_back("the umask", fmt::format("{:03o}", mask));
  for (char** each = environ; *each; ++each) {
    const std::string_view variable(*each);
    const std::size_t name = std::min(variable.find('='), variable.size() - 1);
    items.emplace_back(fmt::format("the environment variable {}", variable.substr(0, name)), variable.substr(name + 1));
  }
}

void add_handles(Items& items) {
  std::error_code error;
  for (const auto& file : fs::directory_iterator("/proc/self/fd", error)) {
    const fs::path target = fs::read_symlink(file.path(), error);  // its own handle is gone by now, as every time
    if (!target.string().ends_with("/fd")) items.emplace_back("an open file", target.string());
  }
  std::size_t threads = 0;
  for ([[maybe_unused]] const auto& thread : fs::directory_iterator("/proc/self/task", error)) ++threads;
  items.emplace_back("the number of threads", fmt::format("{}", threads));
}

void add_printed(Items& items) {
  std::fflush(nullptr);
  struct stat file {};
  ::fstat(STDOUT_FILENO, &file);
  items.emplace_back("what is printed", fmt::format("{} bytes", file.st_size));
}

}  // namespace

Surroundings Surroundings::now() {
  Surroundings out;
  add_locale(out.items_);
  add_floating_point_mode(out.items_);
  add_signals(out.items_);
  add_process(out.items_);
  add_handles(out.items_);
  add_printed(out.items_);
  std::sort(out.items_.begin(), out.items_.end());
  return out;
}

std::string Surroundings::first_difference(const Surroundings& before) const {
  const auto [was, is] = std::mismatch(before.items_.begin(), before.items_.end(), items_.begin(), items_.end());
  const bool was_end = was == before.items_.end(), is_end = is == items_.end();
  if (was_end && is_end) return "";
  if (!was_end && !is_end && was->first == is->first && was->first != "an open file")
    return fmt::format("{} ('{}' became '{}')", is->first, was->second, is->second);
  const bool appeared = was_end || (!is_end && is->first <= was->first);
  if (appeared) return fmt::format("{} ('{}' became '{}')", is->first, absent, is->second);
  return fmt::format("{} ('{}' became '{}')", was->first, was->second, absent);
}

}  // namespace initlab
