#pragma once
#include <cstddef>
#include <filesystem>
#include <string>

namespace initlab {

/// The bytes of a text file, as they are. Throws UsageError, naming the path and the reason, when there is none, when
/// it is not a regular file (a pipe or a device is never opened: it could block or never end), when it cannot be read,
/// or when it has more than `size_limit` bytes.
std::string read_text_file(const std::filesystem::path& path, std::size_t size_limit);

/// The first `size` bytes of a text file, all where it has less: enough to tell which kind it is. Throws as
/// read_text_file does.
std::string read_text_start(const std::filesystem::path& path, std::size_t size);

}  // namespace initlab
