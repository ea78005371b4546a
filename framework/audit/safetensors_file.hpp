#pragma once
#include <cstdint>

#include "audit/weight_file.hpp"

namespace initlab {

/// A .safetensors file: eight bytes for the length of a JSON header, the header, the numbers
/// (github.com/huggingface/safetensors, "Format"). Read are F64, F32, F16, BF16, integers and booleans; of eight-bit
/// floating types the shape only.
///
/// The format's own rules are held to: a header of at most 100 MB, no name twice, every array as long as its shape and
/// type say, and the arrays one after the other from the first byte to the last, without holes or overlaps.
class SafetensorsFile : public WeightFile {
 public:
  /// Reads and checks the header. Throws UsageError that says what is wrong with it.
  explicit SafetensorsFile(const std::filesystem::path& path);

  const std::vector<std::string>& names() const override { return names_; }
  NumberArray read(std::size_t index) const override;

 private:
  struct Entry {
    std::string type;
    std::vector<std::size_t> shape;
    std::uint64_t begin = 0, end = 0;  // from the first byte behind the header
  };
  void check_order(std::uint64_t data_bytes) const;

  std::filesystem::path path_;
  std::uint64_t data_start_ = 0;
  std::vector<std::string> names_;
  std::vector<Entry> entries_;
};

}  // namespace initlab
