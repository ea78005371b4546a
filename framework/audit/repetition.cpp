#include "audit/repetition.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>
#include <unordered_set>

namespace initlab {
namespace {

constexpr std::size_t shortest_compared = 8;
// Squared cosine of two parallel rows of sixteen-bit numbers: 1 - (2^-9)^2 and less.
constexpr double parallel = 1.0 - 1e-4;

using Row = std::span<const double>;

bool is_zero(Row row) {
  return std::ranges::all_of(row, [](double w) { return w == 0.0; });
}

std::size_t repeated(const std::vector<double>& entries, std::size_t length, std::size_t& zero) {
  std::unordered_set<std::string_view> seen;
  std::size_t count = 0;
  for (std::size_t at = 0; at < entries.size(); at += length) {
    const Row row(entries.data() + at, length);
    if (is_zero(row))
      ++zero;
    else if (length >= shortest_compared &&
             !seen.emplace(reinterpret_cast<const char*>(row.data()), row.size_bytes()).second)
      ++count;
  }
  return count;
}

double inner(Row a, Row b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

bool has_rank_one(const WeightMatrix& matrix) {
  if (std::min(matrix.rows, matrix.columns) < 4) return false;
  const auto row = [&](std::size_t i) { return Row(matrix.entries.data() + i * matrix.columns, matrix.columns); };
  std::size_t first = 0;
  while (first < matrix.rows && is_zero(row(first))) ++first;
  if (first == matrix.rows) return false;
  const double square = inner(row(first), row(first));
  for (std::size_t i = first + 1; i < matrix.rows; ++i) {
    const double product = inner(row(first), row(i));
    if (!(product * product >= parallel * square * inner(row(i), row(i)))) return false;
  }
  return true;
}

}  // namespace

Repetition repetition(const WeightMatrix& matrix) {
  Repetition found;
  found.repeated_rows = repeated(matrix.entries, matrix.columns, found.zero_rows);
  std::vector<double> columns(matrix.entries.size());
  for (std::size_t i = 0; i < matrix.rows; ++i)
    for (std::size_t j = 0; j < matrix.columns; ++j)
      columns[j * matrix.rows + i] = matrix.entries[i * matrix.columns + j];
  std::size_t zero_columns = 0;
  found.repeated_columns = repeated(columns, matrix.rows, zero_columns);
  found.is_rank_one = has_rank_one(matrix);
  return found;
}

}  // namespace initlab
