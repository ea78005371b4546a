#pragma once
#include <cstddef>
#include <filesystem>
#include <vector>

namespace initlab {

/// Rows of numbers from a file, each row one input: row r, unit i at numbers[r * row_length + i].
struct NumberRows {
  std::size_t row_length = 0;
  std::vector<double> numbers;
  std::size_t rows() const { return row_length == 0 ? 0 : numbers.size() / row_length; }
};

/// Reads `count` rows from `first` on. The format is told by the file's first bytes:
///  - .npy (NumPy format 1 to 3): float32, float64 or integers, little-endian, C order; the first axis counts rows;
///  - IDX (of the MNIST files, uncompressed): all element types; the first dimension counts rows.
/// Further axes are flattened. Throws UsageError for a missing, damaged or shorter file.
NumberRows read_number_rows(const std::filesystem::path& path, std::size_t first, std::size_t count);

}  // namespace initlab
