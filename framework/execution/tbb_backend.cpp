#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include "execution/backends.hpp"
#include "execution/block_queue.hpp"

namespace initlab {
namespace {

class TbbBackend final : public Backend {
 public:
  explicit TbbBackend(unsigned threads) : threads_(threads), arena_(static_cast<int>(threads)) {}

  std::string_view name() const override { return "tbb"; }
  unsigned threads() const override { return threads_; }

  void for_each_block(std::size_t count, const std::function<void(std::size_t)>& f) const override {
    BlockQueue queue(count, f);
    // Without it TBB uses no more threads than there are processors, however large the arena.
    const tbb::global_control allowed(tbb::global_control::max_allowed_parallelism, threads_);
    // One task a thread, each taking blocks from the queue: TBB's own splitting does not start them in order.
    arena_.execute([&] {
      tbb::parallel_for(
          0U, threads_, [&](unsigned) { queue.work(); }, tbb::simple_partitioner());
    });
    queue.finish();
  }

 private:
  unsigned threads_;
  mutable tbb::task_arena arena_;
};

}  // namespace

std::unique_ptr<Backend> make_tbb_backend(unsigned threads) { return std::make_unique<TbbBackend>(threads); }

}  // namespace initlab
