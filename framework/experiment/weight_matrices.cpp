#include "experiment/weight_matrices.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include "core/config_text.hpp"
#include "core/error.hpp"
#include "experiment/npz_file.hpp"

namespace initlab {
namespace {

std::string first_bytes(const std::filesystem::path& path, std::size_t count) {
  std::string bytes(count, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), static_cast<std::streamsize>(count));
  if (file.bad() || !file.is_open()) throw UsageError(path.string() + ": cannot be read");
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

FileMatrix matrix_of(std::string name, std::size_t rows, std::size_t columns, const double* numbers, bool turn) {
  FileMatrix out{std::move(name), turn ? columns : rows, turn ? rows : columns,
                 std::vector<double>(numbers, numbers + rows * columns)};
  if (turn)
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < columns; ++j) out.entries[j * rows + i] = numbers[i * columns + j];
  return out;
}

/// `where` names file and array; `dimensions` is what the array may have.
void check(const NumberArray& array, const std::string& where, std::size_t most_dimensions) {
  if (array.kind == NumberArray::Kind::other)
    throw UsageError(where + " holds elements of type " + array.type + " (weights are numbers)");
  if (array.shape.size() < 2 || array.shape.size() > most_dimensions)
    throw UsageError(
        fmt::format("{} has {} {} (a weight matrix has two). Name the weight matrices in 'arrays'; biases are "
                    "not taken from files.",
                    where, array.shape.size(), array.shape.size() == 1 ? "axis" : "axes"));
  if (array.numbers.empty()) throw UsageError(where + " is empty");
  const auto wrong = std::ranges::find_if(array.numbers, [](double w) { return !std::isfinite(w); });
  if (wrong != array.numbers.end())
    throw UsageError(
        fmt::format("{} holds {} (entry {} in C order, counted from 0)", where, *wrong, wrong - array.numbers.begin()));
}

std::vector<FileMatrix> read_npy(const std::filesystem::path& path, const WeightSelection& selection) {
  const std::string name = path.stem().string(), where = path.string() + ": the array";
  if (!selection.arrays.empty())
    throw UsageError(path.string() + ": a .npy file has no names to choose from. Leave 'arrays' out, or save a .npz.");
  const NumberArray array = decode_npy(first_bytes(path, std::filesystem::file_size(path)), path.string());
  check(array, where, 3);
  const std::size_t axis = array.shape.size() - 2, rows = array.shape[axis], columns = array.shape[axis + 1];
  if (axis == 0) return {matrix_of(name, rows, columns, array.numbers.data(), selection.fan_in_first)};
  std::vector<FileMatrix> stack;
  for (std::size_t m = 0; m < array.shape[0]; ++m)
    stack.push_back(matrix_of(fmt::format("{}[{}]", name, m), rows, columns, array.numbers.data() + m * rows * columns,
                              selection.fan_in_first));
  return stack;
}

std::vector<FileMatrix> read_npz(const std::filesystem::path& path, const WeightSelection& selection) {
  const NpzFile file(path);
  std::vector<FileMatrix> matrices;
  for (const std::string& name : selection.arrays.empty() ? file.names() : selection.arrays) {
    const NumberArray array = file.read(name);
    check(array, path.string() + ": array '" + shortened(name) + "'", 2);
    matrices.push_back(matrix_of(name, array.shape[0], array.shape[1], array.numbers.data(), selection.fan_in_first));
  }
  return matrices;
}

}  // namespace

std::vector<FileMatrix> read_weight_matrices(const std::filesystem::path& path, const WeightSelection& selection) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) throw UsageError(path.string() + ": no such file");
  if (!std::filesystem::is_regular_file(status)) throw UsageError(path.string() + ": is not a regular file");
  std::vector<std::string> names = selection.arrays;
  std::ranges::sort(names);
  if (const auto twice = std::ranges::adjacent_find(names); twice != names.end())
    throw UsageError(path.string() + ": 'arrays' names '" + shortened(*twice) + "' twice");
  const std::string start = first_bytes(path, 6);
  if (start == "\x93NUMPY") return read_npy(path, selection);
  if (start.starts_with("PK")) return read_npz(path, selection);
  throw UsageError(path.string() + ": is neither a .npy nor a .npz file");
}

}  // namespace initlab
