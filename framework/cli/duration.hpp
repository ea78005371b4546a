#pragma once
#include <chrono>
#include <string>
#include <string_view>

namespace initlab {

/// "3h50m", "90s", "1.5h", "2d", or Slurm's "HH:MM:SS" and "MM:SS". Throws UsageError that begins with `what` for
/// anything else, and for less than a second or more than a year.
std::chrono::milliseconds parse_duration(std::string_view text, const std::string& what);

/// "59 s", "4 min 05 s", "25 h 00 min"
std::string duration_text(double seconds);

}  // namespace initlab
