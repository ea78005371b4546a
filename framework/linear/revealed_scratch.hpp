#pragma once
#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "linear/independent.hpp"

namespace initlab {

/// Memory that the revealed matrices of one worker share: what they need in a question only, and batches that they
/// take while they have something to remember and give back when it is forgotten.
template <class Real>
class RevealedScratch {
 public:
  Batch<Real> take(std::size_t units, std::size_t count) {
    Batch<Real> batch;
    if (!free_.empty()) {
      // One that is large enough, if there is one: else batches that change hands between matrices of different sizes
      // would go on growing for many trials. Mostly it is the last.
      const auto found = std::find_if(free_.rbegin(), free_.rend(),
                                      [&](const Batch<Real>& one) { return one.has_room_for(units, count); });
      std::swap(found == free_.rend() ? free_.back() : *found, free_.back());
      batch = std::move(free_.back());
      free_.pop_back();
    }
    batch.resize(units, count);
    return batch;
  }
  void give_back(Batch<Real>& batch) {
    if (batch.has_memory()) free_.push_back(std::exchange(batch, {}));
  }

  std::vector<double> rest, products, factors, inverse;
  std::vector<Independent<Real>> known;

 private:
  std::vector<Batch<Real>> free_;
};

}  // namespace initlab
