#include "results/temporary_name.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

namespace initlab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view ending = ".tmp";

/// Up to the process's number.
std::string beginning() {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) return ".initlab-unknown-";
  return fmt::format(".initlab-{}-", host.data());
}

/// The process that made a file of that name on this host.
std::optional<pid_t> process_of(std::string_view name, std::string_view beginning) {
  if (!name.starts_with(beginning) || !name.ends_with(ending)) return std::nullopt;
  name = name.substr(beginning.size(), name.size() - beginning.size() - ending.size());
  pid_t process = 0;
  int number = 0;
  const char* const end = name.data() + name.size();
  const auto [dash, error] = std::from_chars(name.data(), end, process);
  if (error != std::errc() || process <= 0 || dash == end || *dash != '-') return std::nullopt;
  const auto [rest, number_error] = std::from_chars(dash + 1, end, number);
  return number_error == std::errc() && rest == end ? std::optional(process) : std::nullopt;
}

bool is_gone(pid_t process) { return kill(process, 0) != 0 && errno == ESRCH; }

}  // namespace

std::string temporary_name(int number) { return fmt::format("{}{}-{}{}", beginning(), getpid(), number, ending); }

void remove_left_temporaries(const fs::path& folder) {
  const std::string own = beginning();
  std::vector<fs::path> left;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    if (const auto process = process_of(entry->path().filename().string(), own); process && is_gone(*process))
      left.push_back(entry->path());
  for (const fs::path& file : left) fs::remove(file, error);
}

}  // namespace initlab
