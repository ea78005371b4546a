#include "cli/machine.hpp"

#include <unistd.h>

#include <array>
#include <ctime>
#include <fstream>

#include "experiment/shell_word.hpp"
#include "random/simd_targets.hpp"

namespace initlab {
namespace {

std::string processor_name() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);)
    if (line.starts_with("model name")) return line.substr(std::min(line.size(), line.find(':') + 2));
  return "unknown";
}

std::string now_in_utc() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

}  // namespace

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

RunRecord describe_machine(const std::string& command, std::span<const std::string> arguments) {
  RunRecord record;
  record.host = host_name();
  record.processor = processor_name();
  record.simd_target = simd_target_name();
  record.started = now_in_utc();
  record.command_line = "initlab " + command;
  for (const std::string& argument : arguments) record.command_line += " " + shell_word(argument);
  return record;
}

}  // namespace initlab
