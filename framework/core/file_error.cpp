#include "core/file_error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>

#include "core/error.hpp"

namespace initlab {
namespace {

std::string_view advice_for_writing(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "Free some space there or choose another folder.";
    case EFBIG:
      return "Raise the limit on the size of files (ulimit -f) or choose another folder.";
    case EACCES:
    case EPERM:
    case EROFS:
      return "Choose a folder that you may write to.";
    case ENOENT:
    case ENOTDIR:
      return "Create the folder first.";
    case ENAMETOOLONG:
      return "Choose a shorter name.";
    case EIO:
    case ESTALE:
      return "The disk, or the network to it, fails: choose another folder.";
    default:
      return "Nothing was changed there; try again or choose another folder.";
  }
}

std::string_view advice_for_reading(int error) {
  return error == EIO || error == ESTALE ? "The disk, or the network to it, fails: try again, or take a copy."
                                         : "Check the path and its permissions.";
}

}  // namespace

std::string disk_error_text(const std::filesystem::path& path, int error) {
  return fmt::format("{} cannot be written ({}). {}", path.string(), std::generic_category().message(error),
                     advice_for_writing(error));
}

std::string read_error_text(const std::filesystem::path& path, int error) {
  return fmt::format("{} cannot be read ({}). {}", path.string(), std::generic_category().message(error),
                     advice_for_reading(error));
}

void sync_name(const std::filesystem::path& file) {
  const std::filesystem::path parent = file.parent_path();
  const int folder = open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) throw ResultError(disk_error_text(file, errno));
  int error;
  do error = fsync(folder) == 0 ? 0 : errno;
  while (error == EINTR);
  close(folder);
  // EINVAL: a file system that does not sync folders.
  if (error != 0 && error != EINVAL) throw ResultError(disk_error_text(file, error));
}

}  // namespace initlab
