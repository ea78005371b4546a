#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace initlab {

/// A weight matrix from a file, row-major (fan_out x fan_in).
struct FileMatrix {
  std::string name;  ///< of the array; of a matrix in a stack "stack[2]"
  std::size_t fan_out = 0, fan_in = 0;
  std::vector<double> entries;
};

/// Which matrices, in which order, and how they lie.
struct WeightSelection {
  std::vector<std::string> arrays;  ///< names in the order of the layers; empty: all of them, in the file's order
  bool fan_in_first = false;        ///< arrays are fan_in x fan_out (Keras, JAX), not fan_out x fan_in (PyTorch)
};

/// Reads the matrices of a .npz archive, one an array, or of a .npy file: a matrix, or a stack of them along the first
/// axis. Numbers are floating or integers; float64 keeps its bits.
///
/// Throws UsageError, with file and array, for what cannot be read (npz_file.hpp, npy_array.hpp), for arrays that are
/// no matrices, are empty or have an entry that is not finite, and for names that are unknown or asked for twice.
std::vector<FileMatrix> read_weight_matrices(const std::filesystem::path& path, const WeightSelection& selection);

}  // namespace initlab
