#include "audit/weight_matrix.hpp"

#include <algorithm>

namespace initlab {
namespace {

constexpr std::size_t longest_kernel = 11;  // AlexNet's

bool has_leading_kernel(const std::vector<std::size_t>& shape) {
  if (shape.size() < 3) return false;
  const std::size_t smaller_channel = std::min(shape[shape.size() - 1], shape[shape.size() - 2]);
  return std::all_of(shape.begin(), shape.end() - 2,
                     [&](std::size_t axis) { return axis <= longest_kernel && axis < smaller_channel; });
}

Layout guessed_layout(const std::string& name, const std::vector<std::size_t>& shape) {
  const std::string last = name.substr(name.find_last_of("./") + 1);
  if (last.find("kernel") != std::string::npos) return Layout::keras;
  if (last.find("weight") != std::string::npos) return Layout::torch;
  return has_leading_kernel(shape) ? Layout::keras : Layout::torch;
}

std::vector<double> transposed(const std::vector<double>& entries, std::size_t rows, std::size_t columns) {
  std::vector<double> result(entries.size());
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j) result[i * columns + j] = entries[j * rows + i];
  return result;
}

}  // namespace

std::optional<WeightMatrix> matrix_of(const std::string& name, NumberArray array, Layout layout) {
  if (array.kind != NumberArray::Kind::floating || array.shape.size() < 2 || array.numbers.empty()) return std::nullopt;
  if (layout == Layout::automatic) layout = guessed_layout(name, array.shape);
  const std::size_t axes = array.shape.size();
  const std::size_t out = layout == Layout::torch ? array.shape[0] : array.shape[axes - 1];
  const std::size_t in = layout == Layout::torch ? array.shape[1] : array.shape[axes - 2];
  WeightMatrix matrix;
  matrix.name = name;
  matrix.type = array.type;
  matrix.shape = array.shape;
  matrix.rows = out;
  matrix.columns = array.numbers.size() / out;
  matrix.fan_in = static_cast<double>(matrix.columns);
  matrix.fan_out = static_cast<double>(out) * static_cast<double>(matrix.columns / in);
  const std::size_t leading = std::min(array.numbers.size(), WeightMatrix::leading_limit);
  matrix.leading.assign(array.numbers.begin(), array.numbers.begin() + static_cast<std::ptrdiff_t>(leading));
  matrix.entries = layout == Layout::torch ? std::move(array.numbers) : transposed(array.numbers, out, matrix.columns);
  return matrix;
}

}  // namespace initlab
