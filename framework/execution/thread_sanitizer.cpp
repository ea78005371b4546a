#include "execution/thread_sanitizer.hpp"

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>

namespace initlab::thread_sanitizer {
void release(const void* p) { __tsan_release(const_cast<void*>(p)); }
void acquire(const void* p) { __tsan_acquire(const_cast<void*>(p)); }
}  // namespace initlab::thread_sanitizer

// What libtbb does with its own memory. Code that it calls does not match: libtbb's frames are in no report but as the
// caller of memcmp or delete.
extern "C" const char* __tsan_default_suppressions() { return "race:libtbb.so\n"; }
#endif
