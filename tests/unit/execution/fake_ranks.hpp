#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "execution/messenger.hpp"

namespace initlab::test {

/// The mail of some ranks that are threads of this process.
struct PostOffice {
  explicit PostOffice(unsigned size) : boxes(size) {}
  std::mutex mutex;
  std::vector<std::deque<Message>> boxes;
};

struct Aborted : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class FakeMessenger final : public Messenger {
 public:
  FakeMessenger(PostOffice& office, unsigned rank) : office_(office), rank_(rank) {}
  unsigned rank() const override { return rank_; }
  unsigned size() const override { return static_cast<unsigned>(office_.boxes.size()); }
  void send(unsigned to, Topic topic, std::string_view bytes) override {
    const std::lock_guard lock(office_.mutex);
    office_.boxes.at(to).push_back({rank_, topic, std::string(bytes)});
  }
  std::optional<Message> poll() override {
    const std::lock_guard lock(office_.mutex);
    auto& box = office_.boxes[rank_];
    if (box.empty()) return std::nullopt;
    Message first = std::move(box.front());
    box.pop_front();
    return first;
  }
  void finalize() override {}
  [[noreturn]] void abort(int code) override { throw Aborted(std::to_string(code)); }

 private:
  PostOffice& office_;
  unsigned rank_;
};

/// Runs `f` as each of some ranks, all at once.
inline void as_ranks(unsigned size, const std::function<void(std::unique_ptr<Messenger>)>& f) {
  PostOffice office(size);
  std::vector<std::jthread> threads;
  for (unsigned rank = 0; rank < size; ++rank)
    threads.emplace_back([&, rank] { f(std::make_unique<FakeMessenger>(office, rank)); });
}

}  // namespace initlab::test
