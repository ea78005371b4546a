#pragma once

/// ThreadSanitizer cannot see how libgomp and libtbb hand work to their threads, as neither is compiled with it. These
/// two calls tell it: what happened before release(p) happened before what follows acquire(p). Nothing in other builds.
namespace initlab::thread_sanitizer {
#ifdef __SANITIZE_THREAD__
void release(const void* p);
void acquire(const void* p);
#else
inline void release(const void*) {}
inline void acquire(const void*) {}
#endif
}  // namespace initlab::thread_sanitizer
