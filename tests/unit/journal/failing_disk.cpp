#include "failing_disk.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace initlab::test {
namespace {

FailingDisk* present = nullptr;

/// The errno of this call, or 0 if it is to be done.
int fault() {
  if (present == nullptr) return 0;
  const std::size_t call = present->calls++;
  if (call >= present->first_failing_call && call <= present->last_failing_call) return present->error;
  const bool interrupted = present->interrupted_every != FailingDisk::never && call % present->interrupted_every == 0;
  return interrupted ? EINTR : 0;
}

int sync_call() {
  if (const int error = fault(); error != 0) {
    errno = error;
    return -1;
  }
  return 0;
}

}  // namespace

FailingDisk::FailingDisk() {
  if (present != nullptr) std::abort();
  present = this;
}

FailingDisk::~FailingDisk() { present = nullptr; }

}  // namespace initlab::test

using namespace initlab::test;

extern "C" {

ssize_t pwrite(int file, const void* bytes, std::size_t size, off_t place) {
  if (const int error = fault(); error != 0) {
    errno = error;
    return -1;
  }
  if (present != nullptr) size = std::min(size, present->longest_write);
  return syscall(SYS_pwrite64, file, bytes, size, place);
}

int ftruncate(int file, off_t size) noexcept {
  if (const int error = fault(); error != 0) {
    errno = error;
    return -1;
  }
  return static_cast<int>(syscall(SYS_ftruncate, file, size));
}

int fdatasync(int) {
  if (present != nullptr) {
    ++present->syncs;
    if (present->before_sync) present->before_sync();
  }
  return sync_call();
}

int fsync(int) { return sync_call(); }

}  // extern "C"
