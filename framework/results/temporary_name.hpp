#pragma once
#include <filesystem>
#include <string>

namespace initlab {

/// ".initlab-HOST-PROCESS-N.tmp": of a file that this process is writing; N tells its files apart.
std::string temporary_name(int number);

/// Removes from a folder what processes of this host have left under such names and that are gone: they were killed.
/// Those of other hosts stay, as nobody can tell from here whether they are still written to. Never fails.
void remove_left_temporaries(const std::filesystem::path& folder);

}  // namespace initlab
