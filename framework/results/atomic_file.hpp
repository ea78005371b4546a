#pragma once
#include <filesystem>
#include <string_view>

namespace initlab {

/// What to do with a file that exists already: refuse, replace it, or keep it under its name with ".bak" behind it
/// (an older one of that name is replaced; one with equal bytes is not kept).
enum class Overwrite { refuse, replace, keep_backup };

/// Where keep_backup keeps it.
std::filesystem::path backup_path(const std::filesystem::path& path);

/// Throws ResultError when `path` cannot become a result file: it exists and may not be replaced, it is a folder or a
/// device, its folder is missing or not writable. Meant for the start of a run, so that hours of work are not lost at
/// its end; write_atomically checks again.
void check_output(const std::filesystem::path& path, Overwrite policy);

/// Writes a whole file, or nothing: bytes go to a temporary file in the same folder, which is synced, read back,
/// compared, renamed, and its folder synced. After a failure (ResultError with path and reason) the temporary file is
/// gone and an old file is as it was. A link is followed. Under Overwrite::refuse a file that appears meanwhile is not
/// replaced either. Temporary files that a killed process of this host has left in the folder are removed.
void write_atomically(const std::filesystem::path& path, std::string_view bytes, Overwrite policy);

}  // namespace initlab
