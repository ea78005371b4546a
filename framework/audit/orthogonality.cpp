#include "audit/orthogonality.hpp"

#include <algorithm>
#include <cmath>

namespace initlab {
namespace {

constexpr double largest_error = 0.1;
constexpr std::size_t probed_vectors = 24;

/// Fixed order in eight lanes: fast without leave to reorder.
double inner(const double* a, const double* b, std::size_t n) {
  double lanes[8] = {};
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (std::size_t k = 0; k < 8; ++k) lanes[k] += a[i + k] * b[i + k];
  double sum = 0.0;
  for (; i < n; ++i) sum += a[i] * b[i];
  for (const double lane : lanes) sum += lane;
  return sum;
}

}  // namespace

std::optional<Orthogonality> orthogonality(const WeightMatrix& matrix) {
  const std::size_t count = std::min(matrix.rows, matrix.columns), length = std::max(matrix.rows, matrix.columns);
  if (count < 2) return std::nullopt;
  std::vector<double> turned;
  if (matrix.rows > matrix.columns) {
    turned.resize(matrix.entries.size());
    for (std::size_t i = 0; i < matrix.rows; ++i)
      for (std::size_t j = 0; j < matrix.columns; ++j)
        turned[j * matrix.rows + i] = matrix.entries[i * matrix.columns + j];
  }
  const double* vectors = turned.empty() ? matrix.entries.data() : turned.data();
  const auto product = [&](std::size_t i, std::size_t j) {
    return inner(vectors + i * length, vectors + j * length, length);
  };

  double squares = 0.0;
  for (std::size_t i = 0; i < count; ++i) squares += product(i, i);
  const double square = squares / static_cast<double>(count);
  if (!(square > 0.0) || !std::isfinite(square)) return std::nullopt;

  // Inner products of independent unit vectors have the mean square 1/length; half of that root is no chance.
  const std::size_t probed = std::min(count, probed_vectors);
  double probe = 0.0;
  for (std::size_t i = 0; i < probed; ++i)
    for (std::size_t j = 0; j < i; ++j) probe += std::pow(product(i, j) / square, 2);
  probe /= 0.5 * static_cast<double>(probed * (probed - 1));
  if (count >= 8 && probe > 0.25 / static_cast<double>(length)) return std::nullopt;

  Orthogonality found{.gain = std::sqrt(square), .error = 0.0};
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j <= i; ++j)
      found.error = std::max(found.error, std::abs(product(i, j) / square - (i == j ? 1.0 : 0.0)));
    if (found.error > largest_error) return std::nullopt;
  }
  return found;
}

}  // namespace initlab
