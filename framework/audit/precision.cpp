#include "audit/precision.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <set>

namespace initlab {
namespace {

constexpr double smallest_half_step = 0x1p-24;

bool is_bfloat16(double w) {
  const float narrow = static_cast<float>(w);
  return static_cast<double>(narrow) == w && (std::bit_cast<std::uint32_t>(narrow) & 0xFFFFu) == 0;
}

/// Eleven significant bits, none below 2^-24.
bool is_half(double w) {
  if (w == 0.0) return true;
  const double step = std::max(smallest_half_step, std::ldexp(1.0, std::ilogb(w) - 10));
  return std::abs(w) <= 65504.0 && std::remainder(w, step) == 0.0;
}

bool has_many_sizes(const std::vector<double>& entries) {
  std::set<double> sizes;
  for (const double w : entries)
    if (sizes.insert(std::abs(w)).second && sizes.size() >= 16) return true;
  return false;
}

}  // namespace

Precision precision(const WeightMatrix& matrix, const EntryMoments& moments) {
  Precision found;
  if (matrix.entries.size() < 64 || moments.nonfinite > 0) return found;
  const bool is_half_type = matrix.type == "F16" || matrix.type.ends_with("f2");
  const bool fits_half = std::ranges::all_of(matrix.entries, is_half);
  const bool fits_bfloat = !is_half_type && std::ranges::all_of(matrix.entries, is_bfloat16);
  // Half-precision weights so small that few steps are left have few sizes, and are what is looked for.
  if (!(fits_half || fits_bfloat) || (!is_half_type && !has_many_sizes(matrix.entries))) return found;
  found.format = fits_bfloat ? Precision::Format::bfloat16 : Precision::Format::float16;
  found.is_stored_wider = !is_half_type && matrix.type != "BF16";
  if (found.format == Precision::Format::float16) found.steps_per_std = moments.std / smallest_half_step;
  return found;
}

}  // namespace initlab
