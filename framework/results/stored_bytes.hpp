#pragma once
#include <filesystem>
#include <string>

namespace initlab {

/// The bytes of a file that a run stored. Throws ResultError, naming path and reason, when it cannot be read.
std::string stored_bytes(const std::filesystem::path& path);

}  // namespace initlab
