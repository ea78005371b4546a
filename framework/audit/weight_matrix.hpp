#pragma once
#include <optional>
#include <string>
#include <vector>

#include "experiment/npy_array.hpp"

namespace initlab {

/// How a framework lays out a weight's axes; a kernel has one axis or more.
enum class Layout {
  automatic,  ///< by name and shape: see matrix_of
  torch,      ///< (out, in, kernel...): PyTorch
  keras,      ///< (kernel..., in, out): Keras, TensorFlow, Flax
};

/// A weight array as the matrix that acts on its inputs: a row for each output, a column for each input and place of
/// the kernel. Fans count the kernel's places, as he_normal and its relatives do in every framework.
struct WeightMatrix {
  std::string name;
  std::string type;                ///< of the numbers, as the file writes it
  std::vector<std::size_t> shape;  ///< as stored
  std::size_t rows = 0, columns = 0;
  double fan_in = 0.0, fan_out = 0.0;
  std::vector<double> entries;  ///< by rows
  std::vector<double> leading;  ///< the first numbers in the order of the file, at most leading_limit

  static constexpr std::size_t leading_limit = 1 << 14;
};

/// Nothing for arrays that are no matrix: fewer than two axes, an axis of length 0, numbers that are not floating.
///
/// Layout::automatic takes keras where the name's last part contains "kernel", and for a name without "weight" where
/// the leading axes of three or more are short (at most 11) and shorter than the last two; else torch.
std::optional<WeightMatrix> matrix_of(const std::string& name, NumberArray array, Layout layout);

}  // namespace initlab
