#pragma once
#include <filesystem>

#include "journal/open_file.hpp"

namespace initlab::journal {

/// Takes the lock of a file that is open for writing, until the file is closed or the process has ended. Tries for a
/// second, for the lock of a killed process takes a moment to be free. False when another holds it. Throws ResultError
/// when the file system has no locks.
bool take_lock(const std::filesystem::path& path, const OpenFile& file);

/// Whether the lock is held by whoever opened the file elsewhere, in this process or another.
bool is_locked(const std::filesystem::path& path, const OpenFile& file);

}  // namespace initlab::journal
