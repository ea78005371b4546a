#pragma once
#include <filesystem>

#include "plugins/record.hpp"

namespace initlab {

/// Reads a plugin's record from its file without loading it: no code of the plugin runs. A record that comes back
/// belongs to a file that this host can load on this processor.
///
/// Throws PluginError, beginning with the file's path, for whatever elf_preflight.hpp and record_reader.hpp refuse, for
/// an id that differs from the file's name, and for AVX-512 code on a processor without it.
PluginRecord peek(const std::filesystem::path& file);

}  // namespace initlab
