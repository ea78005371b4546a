#include "journal/lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>

#include "core/error.hpp"

namespace initlab::journal {
namespace {

constexpr std::chrono::seconds patience{1};
constexpr std::chrono::milliseconds pause{10};

/// fcntl's lock of an open file (OFD), not of a process: closing the file elsewhere in this process does not free it.
struct flock whole_file() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

[[noreturn]] void fail(const std::filesystem::path& path, int error) {
  throw ResultError(
      fmt::format("{} cannot be locked ({}), and without a lock two runs could write to it. Choose a folder on another "
                  "file system.",
                  path.string(), std::generic_category().message(error)));
}

}  // namespace

bool take_lock(const std::filesystem::path& path, const OpenFile& file) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (true) {
    struct flock lock = whole_file();
    if (fcntl(file.number(), F_OFD_SETLK, &lock) == 0) return true;
    if (errno != EAGAIN && errno != EACCES && errno != EINTR) fail(path, errno);
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(pause);
  }
}

bool is_locked(const std::filesystem::path& path, const OpenFile& file) {
  struct flock lock = whole_file();
  if (fcntl(file.number(), F_OFD_GETLK, &lock) != 0) fail(path, errno);
  return lock.l_type != F_UNLCK;
}

}  // namespace initlab::journal
