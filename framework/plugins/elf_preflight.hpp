#pragma once
#include <cstddef>
#include <filesystem>
#include <vector>

namespace initlab {

/// The bytes of the section that holds a plugin's record (abi.h, INITLAB_RECORD_SECTION), read from the file without
/// loading it: no code of the plugin runs, not even a static constructor.
///
/// Before that the file is checked to be one that the loader survives: a regular file, a 64-bit x86-64 shared library,
/// and every segment and section inside the file's real size. (dlopen maps a half-copied library and then touches pages
/// that are not there: SIGBUS, not an error.) Throws PluginError, beginning with the file's path.
std::vector<std::byte> read_record_section(const std::filesystem::path& file);

}  // namespace initlab
