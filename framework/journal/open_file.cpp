#include "journal/open_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>

#include "core/error.hpp"
#include "core/file_error.hpp"

namespace initlab::journal {

OpenFile open_existing(const std::filesystem::path& path, int flags) {
  const bool for_writing = (flags & O_ACCMODE) != O_RDONLY;
  OpenFile file(open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file.number() < 0) {
    const bool is_missing = errno == ENOENT || errno == ENOTDIR;
    throw ResultError(for_writing && !is_missing ? disk_error_text(path, errno) : read_error_text(path, errno));
  }
  struct stat facts;
  if (fstat(file.number(), &facts) != 0) throw ResultError(read_error_text(path, errno));
  if (!S_ISREG(facts.st_mode))
    throw ResultError(
        fmt::format("{} is no file but a folder, a pipe or a device. Is it the right path?", path.string()));
  return file;
}

std::uint64_t size_of(const std::filesystem::path& path, const OpenFile& file) {
  struct stat facts;
  if (fstat(file.number(), &facts) != 0) throw ResultError(read_error_text(path, errno));
  return static_cast<std::uint64_t>(facts.st_size);
}

bool leads_to(const std::filesystem::path& path, const OpenFile& file) {
  struct stat there, here;
  return stat(path.c_str(), &there) == 0 && fstat(file.number(), &here) == 0 && there.st_dev == here.st_dev &&
         there.st_ino == here.st_ino;
}

std::size_t read_at(const std::filesystem::path& path, const OpenFile& file, std::uint64_t place,
                    std::span<std::byte> into) {
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t got = pread(file.number(), into.data() + done, into.size() - done, static_cast<off_t>(place + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw ResultError(read_error_text(path, errno));
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

int write_at(const OpenFile& file, std::uint64_t place, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = pwrite(file.number(), bytes.data(), bytes.size(), static_cast<off_t>(place));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    place += static_cast<std::uint64_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace initlab::journal
