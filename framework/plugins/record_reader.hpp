#pragma once
#include <cstddef>
#include <filesystem>
#include <span>

#include "plugins/record.hpp"

namespace initlab {

/// Checks the bytes of a C record (abi.h, initlab_record) and turns them into values. `bytes` begins with the record
/// and may be longer. A record of a newer minor version is read as far as this host knows it.
///
/// Throws PluginError, beginning with the file's path: not a record, another ABI, too small, an unknown kind, built
/// with fast-math, a text without an end, a parameter that contradicts itself.
PluginRecord read_record(std::span<const std::byte> bytes, const std::filesystem::path& file);

}  // namespace initlab
