#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "experiment/npy_array.hpp"

namespace initlab {

/// Named arrays of a file, read one at a time: a model need not fit into memory.
class WeightFile {
 public:
  virtual ~WeightFile() = default;
  virtual const std::vector<std::string>& names() const = 0;
  /// Throws UsageError for a damaged array.
  virtual NumberArray read(std::size_t index) const = 0;
};

/// A .npy, .npz or .safetensors file; which it is, is told by its first bytes. The one array of a .npy file has the
/// file's name. Throws UsageError for a file that is missing, damaged or none of these.
std::unique_ptr<WeightFile> open_weight_file(const std::filesystem::path& path);

}  // namespace initlab
