#include "execution/backend.hpp"

#include <fmt/format.h>

#include "core/error.hpp"
#include "execution/available_threads.hpp"
#include "execution/backends.hpp"

namespace initlab {

std::unique_ptr<Backend> make_backend(BackendKind kind, unsigned threads) {
  if (threads > max_threads) {
    throw UsageError(fmt::format(
        "{} threads asked for (at most {} are accepted). Leave the number out, or give 0, to use the {} this "
        "process may run on.",
        threads, max_threads, available_threads()));
  }
  if (threads == 0) threads = available_threads();
  switch (kind) {
    case BackendKind::serial:
      return make_serial_backend();
    case BackendKind::openmp:
      return make_openmp_backend(threads);
    case BackendKind::tbb:
      return make_tbb_backend(threads);
  }
  throw DomainError(fmt::format("no backend has the number {}", static_cast<int>(kind)));
}

}  // namespace initlab
