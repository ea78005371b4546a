#pragma once
#include <filesystem>
#include <string>

namespace initlab {

/// Why a file cannot be written, and what to do: the text of a ResultError. `error` is an errno.
std::string disk_error_text(const std::filesystem::path& path, int error);

/// The same for a file that cannot be read.
std::string read_error_text(const std::filesystem::path& path, int error);

/// Puts the name of `file` on the disk, by syncing its folder: without it a power cut can take a file whose content is
/// safe. Throws ResultError.
void sync_name(const std::filesystem::path& file);

}  // namespace initlab
