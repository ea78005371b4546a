#include "execution/backends.hpp"
#include "execution/block_queue.hpp"

namespace initlab {
namespace {

class OpenMpBackend final : public Backend {
 public:
  explicit OpenMpBackend(unsigned threads) : threads_(threads) {}

  std::string_view name() const override { return "openmp"; }
  unsigned threads() const override { return threads_; }

  void for_each_block(std::size_t count, const std::function<void(std::size_t)>& f) const override {
    BlockQueue queue(count, f);
    run_team(queue);
    queue.finish();
  }

 private:
  // A queue instead of `omp for schedule(dynamic)`: no exception may leave an OpenMP loop. Not instrumented:
  // ThreadSanitizer would take the hand-over of `queue` through libgomp for a race.
  __attribute__((no_sanitize("thread"))) void run_team(BlockQueue& queue) const {
#pragma omp parallel num_threads(threads_)
    queue.work();
  }

  unsigned threads_;
};

}  // namespace

std::unique_ptr<Backend> make_openmp_backend(unsigned threads) { return std::make_unique<OpenMpBackend>(threads); }

}  // namespace initlab
