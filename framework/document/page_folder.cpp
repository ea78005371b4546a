#include "document/page_folder.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

#include "core/error.hpp"
#include "document/made_by.hpp"
#include "results/atomic_file.hpp"

namespace initlab {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> content(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

bool is_made(const fs::directory_entry& entry) {
  constexpr std::size_t near_the_beginning = 500;
  if (entry.is_symlink() || !entry.is_regular_file()) return false;
  const std::optional<std::string> text = content(entry.path());
  const std::size_t place = text ? text->find(made_by) : std::string::npos;
  return place <= near_the_beginning;
}

bool is_folder(const fs::directory_entry& entry) { return entry.is_directory() && !entry.is_symlink(); }

/// Files below the folder, sorted; none if there is no folder.
std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> found;
  if (!fs::exists(folder)) return found;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (is_folder(entry)) continue;
    if (!is_made(entry))
      throw ResultError(
          entry.path().string() +
          ": is in the way (initlab plugins doc did not make it, and keeps its folder to itself). Move it "
          "away, or give another folder with --output.");
    found.push_back(entry.path().lexically_relative(folder));
  }
  std::ranges::sort(found);
  return found;
}

std::vector<fs::path> examined(const fs::path& folder) try {
  if (fs::exists(folder) && !fs::is_directory(folder))
    throw ResultError(folder.string() + ": is a file (a folder is needed). Give another name with --output.");
  return files_in(folder);
} catch (const fs::filesystem_error& error) {
  throw ResultError(folder.string() + ": cannot be read (" + error.code().message() + ").");
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    throw ResultError(folder.string() + ": cannot be made (" + error.message() +
                      "). Give another folder with --output.");
}

void remove_file(const fs::path& file) {
  std::error_code error;
  fs::remove(file, error);
  if (error) throw ResultError(file.string() + ": cannot be removed (" + error.message() + ").");
  if (fs::is_empty(file.parent_path(), error) && !error) fs::remove(file.parent_path(), error);
}

}  // namespace

void check_page_folder(const fs::path& folder) { examined(folder); }

FolderChanges update_page_folder(const fs::path& folder, const std::vector<MadeFile>& files) {
  const std::vector<fs::path> before = examined(folder);
  FolderChanges changes;
  for (const MadeFile& file : files) {
    const fs::path place = folder / file.path;
    const bool is_there = std::ranges::binary_search(before, file.path);
    if (is_there && content(place) == file.text) {
      ++changes.unchanged;
      continue;
    }
    make_folder(place.parent_path());
    write_atomically(place, file.text, Overwrite::replace);
    (is_there ? changes.changed : changes.written).push_back(file.path);
  }
  for (const fs::path& old : before)
    if (std::ranges::find(files, old, &MadeFile::path) == files.end()) {
      remove_file(folder / old);
      changes.removed.push_back(old);
    }
  std::ranges::sort(changes.written);
  std::ranges::sort(changes.changed);
  return changes;
}

}  // namespace initlab
