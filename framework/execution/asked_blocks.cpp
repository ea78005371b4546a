// The other ranks: some blocks in hand, and more asked for before they are used up.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "execution/packed.hpp"
#include "execution/patience.hpp"
#include "execution/shared_blocks.hpp"

namespace initlab {
namespace {

class AskedBlocks final : public SharedBlocks {
 public:
  AskedBlocks(Messenger& messenger, unsigned threads)
      : messenger_(messenger), threads_(threads), service_([this](const std::stop_token& end) { ask(end); }) {}
  ~AskedBlocks() override { stop(); }

  std::optional<std::size_t> next() override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !in_hand_.empty() || is_over_; });
    if (in_hand_.empty()) return std::nullopt;
    const std::size_t block = in_hand_.front();
    in_hand_.pop_front();
    changed_.notify_all();
    return block;
  }

  void stop() override {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
    in_hand_.clear();
    changed_.notify_all();
  }

  void add_done(std::uint64_t trials) override {
    const std::lock_guard lock(mutex_);
    done_ += trials;
  }
  std::uint64_t done_by_others() const override { return 0; }

  Closing close(Closing closing) override {
    stop();
    service_.join();
    send(Topic::closed, static_cast<std::uint64_t>(closing));
    wait_for_message(messenger_);
    return closing;
  }

 private:
  void ask(const std::stop_token& end) {
    while (wait_until_few()) {
      send(Topic::request, threads_);
      if (!take_answer(end)) return;
    }
  }

  /// False when nothing more will be asked for.
  bool wait_until_few() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return in_hand_.size() < threads_ || is_over_; });
    return !is_over_;
  }

  bool take_answer(const std::stop_token& end) {
    std::optional<Message> answer;
    for (Patience patience; !(answer = messenger_.poll()); patience.sleep())
      if (end.stop_requested()) return false;
    const std::vector<std::uint64_t> blocks = unpack_numbers(answer->bytes);
    const std::lock_guard lock(mutex_);
    if (!is_over_) in_hand_.insert(in_hand_.end(), blocks.begin(), blocks.end());
    is_over_ = is_over_ || blocks.empty();
    changed_.notify_all();
    return true;
  }

  void send(Topic topic, std::uint64_t number) {
    std::uint64_t numbers[] = {0, number};
    {
      const std::lock_guard lock(mutex_);
      numbers[0] = done_;
    }
    messenger_.send(0, topic, pack(numbers));
  }

  Messenger& messenger_;
  std::size_t threads_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::size_t> in_hand_;
  std::uint64_t done_ = 0;  ///< trials
  bool is_over_ = false;    ///< nothing will come any more
  std::jthread service_;
};

}  // namespace

std::unique_ptr<SharedBlocks> ask_for_blocks(Messenger& messenger, unsigned threads) {
  return std::make_unique<AskedBlocks>(messenger, threads);
}

}  // namespace initlab
