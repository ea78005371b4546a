#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

namespace initlab {

/// Runs numbered blocks, the only shape of parallel code here. What a block computes must depend on its number alone;
/// results then go through an OrderedMerge, and no bit of them depends on the backend or on the number of threads.
class Backend {
 public:
  virtual ~Backend() = default;

  virtual std::string_view name() const = 0;
  /// Threads that run blocks, the calling one included.
  virtual unsigned threads() const = 0;

  /// Calls f(block) once for every block 0..count-1, started in ascending order, in the floating-point environment of
  /// the caller. Returns when all have ended. `f` runs on several threads at once; a call from within `f` is not
  /// supported.
  ///
  /// Once block k has thrown, blocks above k that have not started are skipped and those below k still run; then the
  /// exception of the lowest block that threw is rethrown. So which error is reported does not depend on timing.
  virtual void for_each_block(std::size_t count, const std::function<void(std::size_t)>& f) const = 0;
};

enum class BackendKind { serial, openmp, tbb };

/// The most threads a backend accepts: a guard against slips of the keyboard, as OpenMP ends the process when the
/// system refuses it a thread.
constexpr unsigned max_threads = 1024;

/// A backend with that many threads, whatever OMP_NUM_THREADS says; 0 means available_threads(). Serial always has one.
/// Throws UsageError above max_threads.
std::unique_ptr<Backend> make_backend(BackendKind kind, unsigned threads);

}  // namespace initlab
