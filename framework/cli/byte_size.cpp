#include "cli/byte_size.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/error.hpp"

namespace initlab {
namespace {

constexpr std::array<std::pair<std::string_view, double>, 10> units{{{"", 1.0},
                                                                     {"B", 1.0},
                                                                     {"kB", 1e3},
                                                                     {"MB", 1e6},
                                                                     {"GB", 1e9},
                                                                     {"TB", 1e12},
                                                                     {"KiB", 0x1p10},
                                                                     {"MiB", 0x1p20},
                                                                     {"GiB", 0x1p30},
                                                                     {"TiB", 0x1p40}}};

}  // namespace

double parse_byte_size(std::string_view text, const std::string& what) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  if (error == std::errc() && std::isfinite(number) && number > 0)
    for (const auto& [name, bytes] : units)
      if (unit == name) return number * bytes;
  throw UsageError(what + " '" + std::string(text) + "' must be a size in bytes, as in 2GiB, 500MB or 1e9.");
}

std::string byte_size_text(double bytes) {
  const std::array names{"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  for (; bytes >= 1024 && unit + 1 < names.size(); ++unit) bytes /= 1024;
  return fmt::format("{:.3g} {}", bytes, names[unit]);
}

}  // namespace initlab
