#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "experiment/npy_array.hpp"

namespace initlab {

/// A .npz file of numpy.savez or savez_compressed: a zip archive of .npy arrays, stored or deflated, with or without
/// the 64-bit records of large archives (PKWARE's APPNOTE.TXT 6.3).
///
/// Nothing of the file is believed unchecked: offsets and sizes are held against the file's length before anything is
/// allocated, a size that deflate cannot reach from so few bytes is refused, and every array against its checksum.
class NpzFile {
 public:
  /// Reads the directory. Throws UsageError for a file that is missing, damaged, encrypted, or no archive of arrays.
  explicit NpzFile(const std::filesystem::path& path);

  /// Without their ".npy", in the order of the archive.
  const std::vector<std::string>& names() const { return names_; }
  /// Throws UsageError for a damaged array, and for a name that is not there (with the nearest).
  NumberArray read(const std::string& name) const;

 private:
  struct Entry {
    std::uint64_t offset = 0, packed = 0, size = 0;
    std::uint32_t crc = 0;
    bool is_deflated = false;
  };
  void read_directory(const std::string& records, std::uint64_t count);
  std::string contents(const Entry& entry, const std::string& where) const;
  std::string bytes(std::uint64_t offset, std::uint64_t count, const std::string& where) const;

  std::filesystem::path path_;
  std::uint64_t size_ = 0;
  std::vector<std::string> names_;
  std::vector<Entry> entries_;
};

}  // namespace initlab
