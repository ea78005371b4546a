#include "execution/available_memory.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

namespace initlab {
namespace {

double kernel_available() {
  std::ifstream file("/proc/meminfo");
  for (std::string key; file >> key;) {
    double kibibytes = 0;
    if (key == "MemAvailable:" && file >> kibibytes) return 1024.0 * kibibytes;
    file.ignore(1 << 10, '\n');
  }
  return HUGE_VAL;
}

double number_in(const std::filesystem::path& path) {
  std::ifstream file(path);
  double number = 0;
  return file >> number ? number : HUGE_VAL;  // also for the word "max"
}

/// Of the process' control group and those above it (version 2).
double groups_allow() {
  std::ifstream file("/proc/self/cgroup");
  double allowed = HUGE_VAL;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("0::")) continue;
    for (std::filesystem::path group = line.substr(3);; group = group.parent_path()) {
      const std::filesystem::path folder = "/sys/fs/cgroup" + group.string();
      const double used = number_in(folder / "memory.current");
      allowed = std::min(allowed, number_in(folder / "memory.max") - (std::isfinite(used) ? used : 0.0));
      if (group == group.parent_path()) break;
    }
  }
  return std::max(allowed, 0.0);
}

}  // namespace

double available_memory() { return std::min(kernel_available(), groups_allow()); }

}  // namespace initlab
