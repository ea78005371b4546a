#include "conformance/guarded_array.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.hpp"

namespace initlab {

GuardedPages::GuardedPages(std::size_t bytes) : page_(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))) {
  size_ = (bytes + page_ - 1) / page_ * page_;
  if (size_ == 0) size_ = page_;
  void* memory = ::mmap(nullptr, size_ + 2 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw ResultError(fmt::format("no memory for guarded pages ({}).", std::strerror(errno)));
  begin_ = static_cast<std::byte*>(memory) + page_;
  ::mprotect(begin_, size_, PROT_READ | PROT_WRITE);
}

GuardedPages::~GuardedPages() { ::munmap(begin_ - page_, size_ + 2 * page_); }

void GuardedPages::make_read_only() const { ::mprotect(begin_, size_, PROT_READ); }

}  // namespace initlab
