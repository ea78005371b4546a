#pragma once
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <utility>

namespace initlab::journal {

/// An open file; closed at the end of its life.
class OpenFile {
 public:
  explicit OpenFile(int number) : number_(number) {}
  OpenFile(OpenFile&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  OpenFile& operator=(OpenFile&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~OpenFile() {
    if (number_ >= 0) close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

/// Opens an existing file with the flags of open(2). Throws ResultError; a pipe or a device is refused, never waited
/// for.
OpenFile open_existing(const std::filesystem::path& path, int flags);

std::uint64_t size_of(const std::filesystem::path& path, const OpenFile& file);

/// Whether the path leads to this file still: it may have been removed or replaced since it was opened.
bool leads_to(const std::filesystem::path& path, const OpenFile& file);

/// Reads from `place` on, as many bytes as `into` has unless the file ends before; returns their number. Throws
/// ResultError.
std::size_t read_at(const std::filesystem::path& path, const OpenFile& file, std::uint64_t place,
                    std::span<std::byte> into);

/// Writes all bytes at `place`. Returns 0 or the errno.
int write_at(const OpenFile& file, std::uint64_t place, std::span<const std::byte> bytes);

}  // namespace initlab::journal
