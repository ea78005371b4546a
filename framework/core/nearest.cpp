#include "core/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace initlab {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::size_t edit_limit(std::string_view a, std::string_view b) { return std::max(a.size(), b.size()) / 3; }

// Three rows of the dynamic programme: the exchange of two letters looks two rows back.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      const bool exchanged = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (exchanged) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::size_t length_difference(std::string_view a, std::string_view b) {
  return a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
}

/// The shortest name that begins with a given word of three letters or more: "xavier" for "xavier_normal".
std::optional<std::string> completion(std::string_view given, std::span<const std::string> known) {
  std::optional<std::string> best;
  for (const std::string& name : known)
    if (given.size() >= 3 && std::string_view(name).starts_with(given) && (!best || name.size() < best->size()))
      best = name;
  return best;
}

}  // namespace

std::optional<std::string> nearest(std::string_view given, std::span<const std::string> known) {
  std::optional<std::string> best;
  std::size_t best_distance = 0;
  for (const std::string& name : known) {
    // Also the guard against a name of a million letters: no table is filled for it.
    if (length_difference(given, name) > edit_limit(given, name)) continue;
    const std::size_t distance = edit_distance(given, name);
    if (distance > edit_limit(given, name) || (best && distance >= best_distance)) continue;
    best = name;
    best_distance = distance;
  }
  return best ? best : completion(given, known);
}

std::string did_you_mean(std::string_view given, std::span<const std::string> known) {
  const auto name = nearest(given, known);
  return name ? " (did you mean '" + *name + "'?)" : "";
}

}  // namespace initlab
