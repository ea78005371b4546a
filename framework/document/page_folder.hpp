#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace initlab {

/// A file of the documentation.
struct MadeFile {
  std::filesystem::path path;  ///< relative to its folder: "activations/relu.md"
  std::string text;            ///< holds the sentence `made_by` near its beginning
};

/// What became of the files of a folder; paths relative to it, sorted.
struct FolderChanges {
  std::vector<std::filesystem::path> written;  ///< new ones
  std::vector<std::filesystem::path> changed;
  std::vector<std::filesystem::path> removed;  ///< made earlier, of plugins that are not there any more
  std::size_t unchanged = 0;
};

/// Throws ResultError if the folder holds anything that was not made here (a file without the sentence `made_by`, a
/// link, a device), naming it, or is no folder: nothing of anyone else's is replaced or removed.
void check_page_folder(const std::filesystem::path& folder);

/// Makes the folder hold these files and no others, after check_page_folder. It is created where it is missing. A file
/// that is as it should be is not touched. Throws ResultError when a file cannot be written.
FolderChanges update_page_folder(const std::filesystem::path& folder, const std::vector<MadeFile>& files);

}  // namespace initlab
