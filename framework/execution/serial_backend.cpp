#include "execution/backends.hpp"
#include "execution/block_queue.hpp"

namespace initlab {
namespace {

class SerialBackend final : public Backend {
 public:
  std::string_view name() const override { return "serial"; }
  unsigned threads() const override { return 1; }

  void for_each_block(std::size_t count, const std::function<void(std::size_t)>& f) const override {
    BlockQueue queue(count, f);
    queue.work();
    queue.finish();
  }
};

}  // namespace

std::unique_ptr<Backend> make_serial_backend() { return std::make_unique<SerialBackend>(); }

}  // namespace initlab
