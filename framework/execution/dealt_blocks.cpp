// Rank 0: it has the blocks, and answers whoever asks.
#include <atomic>
#include <thread>
#include <vector>

#include "execution/block_deal.hpp"
#include "execution/packed.hpp"
#include "execution/patience.hpp"
#include "execution/shared_blocks.hpp"

namespace initlab {
namespace {

class DealtBlocks final : public SharedBlocks {
 public:
  DealtBlocks(Messenger& messenger, std::span<const std::size_t> blocks)
      : messenger_(messenger),
        deal_(blocks, messenger.size()),
        done_(messenger.size()),
        open_(messenger.size() - 1),
        service_([this](const std::stop_token& end) { serve(end); }) {}

  std::optional<std::size_t> next() override { return is_stopped_ ? std::nullopt : deal_.next(); }
  void stop() override { is_stopped_ = true; }
  void add_done(std::uint64_t) override {}
  std::uint64_t done_by_others() const override {
    std::uint64_t total = 0;
    for (const auto& trials : done_) total += trials;
    return total;
  }

  Closing close(Closing closing) override {
    if (closing == Closing::stopped) end_early();
    service_.join();  // it ends when all others have closed
    for (unsigned rank = 1; rank < messenger_.size(); ++rank) messenger_.send(rank, Topic::farewell, "");
    return ends_early_ ? Closing::stopped : Closing::finished;
  }

 private:
  void serve(const std::stop_token& end) {
    Patience patience;
    while (open_ > 0 && !end.stop_requested()) {
      const std::optional<Message> message = messenger_.poll();
      message ? patience.reward() : patience.sleep();
      if (message) answer(*message);
    }
  }

  void answer(const Message& message) {
    const std::vector<std::uint64_t> numbers = unpack_numbers(message.bytes);  // trials done; threads, or how it closes
    done_[message.from] = numbers[0];
    if (message.topic == Topic::request) {
      messenger_.send(message.from, Topic::blocks, pack(deal_.take(numbers[1])));
    } else {
      if (static_cast<Closing>(numbers[1]) == Closing::stopped) end_early();
      --open_;
    }
  }

  void end_early() {
    ends_early_ = true;
    deal_.stop();
  }

  Messenger& messenger_;
  BlockDeal deal_;
  std::atomic<bool> is_stopped_ = false, ends_early_ = false;
  std::vector<std::atomic<std::uint64_t>> done_;  ///< trials of each rank
  unsigned open_;                                 ///< ranks that have not closed
  std::jthread service_;
};

}  // namespace

std::unique_ptr<SharedBlocks> deal_blocks(Messenger& messenger, std::span<const std::size_t> blocks) {
  return std::make_unique<DealtBlocks>(messenger, blocks);
}

}  // namespace initlab
