#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "journal/open_file.hpp"

namespace initlab::journal {

/// A file's bytes through a buffer, at places that mostly rise. Not by mmap: a file that is cut, or a disk that fails,
/// would end the process with SIGBUS. The path is for error texts.
class FileWindow {
 public:
  static constexpr std::size_t capacity = std::size_t{1} << 18;  ///< stays in the second-level cache

  /// Sees the file's first `size` bytes.
  FileWindow(const std::filesystem::path& path, const OpenFile& file, std::uint64_t size);

  std::uint64_t size() const { return size_; }

  /// The bytes from `place` on that are in the buffer, at least `wanted` (up to the capacity) unless the file ends
  /// before. Good until the next call. Throws ResultError.
  std::span<const std::byte> at(std::uint64_t place, std::size_t wanted);

 private:
  const std::filesystem::path& path_;
  const OpenFile& file_;
  std::uint64_t size_;
  std::unique_ptr<std::byte[]> buffer_;
  std::uint64_t begin_ = 0;  ///< place of the buffer's first byte
  std::uint64_t end_ = 0;    ///< behind its last one
};

}  // namespace initlab::journal
