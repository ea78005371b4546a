#include "conformance/allocated.hpp"

#include <malloc.h>

// There only with a sanitizer, whose allocator takes malloc's place.
extern "C" __attribute__((weak)) std::size_t __sanitizer_get_current_allocated_bytes();

namespace initlab {

std::size_t allocated_bytes() {
  if (&__sanitizer_get_current_allocated_bytes != nullptr) return __sanitizer_get_current_allocated_bytes();
  const struct mallinfo2 info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

}  // namespace initlab
