#pragma once
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "core/error.hpp"

namespace initlab {

/// Brings the results of numbered blocks back into order: however they arrive, `consume(index, result)` sees index
/// 0, 1, 2, ... without gaps, each as soon as all before it are there. Holds only results that arrived out of order: a
/// few, unless one early block is much slower than the rest.
///
/// `consume` runs on the thread that put the missing result, one call at a time, while other threads' put() waits: keep
/// it short next to a block. If it throws, put() throws that and nothing is consumed from then on.
template <class Result>
class OrderedMerge {
 public:
  using Consumer = std::function<void(std::size_t index, Result&& result)>;

  explicit OrderedMerge(Consumer consume) : consume_(std::move(consume)) {}

  /// Any thread may call it. Throws DomainError for an index that was put before.
  void put(std::size_t index, Result result) {
    const std::lock_guard lock(mutex_);
    if (index < next_ || !waiting_.try_emplace(index, std::move(result)).second) {
      throw DomainError("result " + std::to_string(index) + " was put twice (every block gives one result)");
    }
    while (!waiting_.empty() && waiting_.begin()->first == next_) {
      // Out of the map first: after a throw the gap at next_ stays, so that no later result overtakes the lost one.
      auto first = waiting_.extract(waiting_.begin());
      consume_(next_, std::move(first.mapped()));
      ++next_;
    }
  }

  /// Results consumed so far, which is also the next index to be consumed.
  std::size_t consumed() const {
    const std::lock_guard lock(mutex_);
    return next_;
  }

  /// Results held because an earlier one is missing.
  std::size_t waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
  }

 private:
  Consumer consume_;
  mutable std::mutex mutex_;
  std::map<std::size_t, Result> waiting_;
  std::size_t next_ = 0;
};

}  // namespace initlab
