#pragma once
#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace custom {

/// The number of letters to insert, delete or replace, or of neighbours to exchange, that makes one word the other
/// (optimal string alignment).
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

/// The name that `given` most likely was meant to be; empty where none is within one edit per three letters.
inline std::string_view nearest_name(std::string_view given, std::span<const std::string_view> names) {
  constexpr std::size_t longest = 32;  // no table for a name of a thousand letters
  std::string_view best;
  std::size_t best_distance = 0;
  if (given.size() > longest) return best;
  for (const std::string_view name : names) {
    const std::size_t distance = edit_distance(given, name);
    if (distance > std::max(given.size(), name.size()) / 3 || (!best.empty() && distance >= best_distance)) continue;
    best = name;
    best_distance = distance;
  }
  return best;
}

}  // namespace custom
