#include "results/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/file_error.hpp"
#include "results/stored_bytes.hpp"
#include "results/temporary_name.hpp"

namespace initlab {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, int error) { throw ResultError(disk_error_text(path, error)); }

[[noreturn]] void refuse_existing(const fs::path& path) {
  throw ResultError(fmt::format("{} exists already; choose another name or add --force", path.string()));
}

fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

fs::path without_link(const fs::path& path) {
  std::error_code dangling;
  const fs::path target = fs::canonical(path, dangling);
  return dangling ? path : target;
}

/// An open file that is removed again unless it was given its final name.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& target) : target_(target) {
    // Not derived from the target's name, which may be as long as the file system allows. O_EXCL: a container with the
    // same host name and process number may be writing to this folder.
    constexpr int attempts = 1000;
    for (int attempt = 0; attempt < attempts && file_ < 0; ++attempt) {
      path_ = folder_of(target) / temporary_name(attempt);
      file_ = open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (file_ < 0 && errno != EEXIST) break;
    }
    if (file_ < 0) fail(target_, errno);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (file_ >= 0) close(file_);
    if (!named_) unlink(path_.c_str());
  }

  void write_all(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = write(file_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(target_, errno);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (fsync(file_) != 0) fail(target_, errno);
  }

  void compare_with(std::string_view bytes) {
    // Otherwise the kernel answers from memory what the disk should answer.
    posix_fadvise(file_, 0, 0, POSIX_FADV_DONTNEED);
    std::vector<char> buffer(std::size_t{1} << 20);
    if (lseek(file_, 0, SEEK_SET) != 0) fail(target_, errno);
    while (true) {
      const ssize_t got = read(file_, buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail(target_, errno);
      const std::string_view piece(buffer.data(), static_cast<std::size_t>(got));
      if (!bytes.starts_with(piece) || (piece.empty() && !bytes.empty()))
        throw ResultError(
            fmt::format("{} was read back with other bytes than were written (a failing disk or network "
                        "file system?). Choose another folder.",
                        target_.string()));
      if (piece.empty()) return;
      bytes.remove_prefix(piece.size());
    }
  }

  void take_name(Overwrite policy) {
    // Network file systems report some write errors only here.
    if (close(std::exchange(file_, -1)) != 0) fail(target_, errno);
    if (policy != Overwrite::refuse ? rename(path_.c_str(), target_.c_str()) != 0 : !rename_to_new_name()) {
      if (errno == EEXIST) refuse_existing(target_);
      fail(target_, errno);
    }
    named_ = true;
  }

 private:
  bool rename_to_new_name() {
    if (renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target_.c_str(), RENAME_NOREPLACE) == 0) return true;
    if (errno != EINVAL && errno != ENOSYS) return false;
    // NFS does not know RENAME_NOREPLACE, but link() never replaces; the destructor's unlink then removes the old name.
    if (link(path_.c_str(), target_.c_str()) != 0) return false;
    unlink(path_.c_str());
    return true;
  }

  fs::path target_;
  fs::path path_;
  int file_ = -1;
  bool named_ = false;
};

bool has_bytes(const fs::path& path, std::string_view bytes) {
  std::error_code error;
  return fs::file_size(path, error) == bytes.size() && !error && stored_bytes(path) == bytes;
}

/// The file keeps its name, too, until another takes that from it: at no moment is there none.
void keep_backup(const fs::path& target) {
  const fs::path backup = backup_path(target);
  if (unlink(backup.c_str()) != 0 && errno != ENOENT) fail(backup, errno);
  if (link(target.c_str(), backup.c_str()) == 0) return;
  std::error_code error;  // a file system without hard links
  if (!fs::copy_file(target, backup, fs::copy_options::overwrite_existing, error)) fail(backup, error.value());
}

}  // namespace

fs::path backup_path(const fs::path& path) { return path.string() + ".bak"; }

void check_output(const fs::path& path, Overwrite policy) {
  if (path.empty() || !path.has_filename())
    throw ResultError(fmt::format("'{}' is not the name of a file", path.string()));

  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (error && status.type() != fs::file_type::not_found) fail(path, error.value());
  if (fs::is_directory(status)) throw ResultError(fmt::format("{} is a folder; name a file in it", path.string()));
  if (fs::exists(status) && !fs::is_regular_file(status))
    throw ResultError(
        fmt::format("{} is not a regular file (it cannot be replaced as a whole); choose another name", path.string()));
  if (fs::exists(fs::symlink_status(path, error)) && policy == Overwrite::refuse) refuse_existing(path);

  const fs::path folder = folder_of(without_link(path));
  if (!fs::is_directory(folder, error))
    throw ResultError(fmt::format("{} has no place (there is no folder {}); create the folder first", path.string(),
                                  folder.string()));
  if (faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0) fail(path, errno);
}

void write_atomically(const fs::path& path, std::string_view bytes, Overwrite policy) {
  check_output(path, policy);
  const fs::path target = without_link(path);
  remove_left_temporaries(folder_of(target));
  TemporaryFile file(target);
  file.write_all(bytes);
  file.compare_with(bytes);
  if (policy == Overwrite::keep_backup && fs::exists(target) && !has_bytes(target, bytes)) keep_backup(target);
  file.take_name(policy);
  sync_name(target);
}

}  // namespace initlab
