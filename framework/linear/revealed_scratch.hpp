#pragma once
#include <algorithm>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "linear/independent.hpp"

namespace initlab {

/// Batches that are taken by who has something to remember, and given back when it is forgotten.
template <class Number>
class BatchPool {
 public:
  Batch<Number> take(std::size_t units, std::size_t count) {
    Batch<Number> batch;
    if (!free_.empty()) {
      // One that is large enough, if there is one: else batches that change hands between matrices of different sizes
      // would go on growing for many trials. Mostly it is the last.
      const auto found = std::find_if(free_.rbegin(), free_.rend(),
                                      [&](const Batch<Number>& one) { return one.has_room_for(units, count); });
      std::swap(found == free_.rend() ? free_.back() : *found, free_.back());
      batch = std::move(free_.back());
      free_.pop_back();
    }
    batch.resize(units, count);
    return batch;
  }
  void give_back(Batch<Number>& batch) {
    if (batch.has_memory()) free_.push_back(std::exchange(batch, {}));
  }

 private:
  std::vector<Batch<Number>> free_;
};

/// Memory that the revealed matrices of one worker share: what they need in a question only, and what they take for as
/// long as they remember.
template <class Real>
class RevealedScratch {
 public:
  /// factor times a small matrix, as the kernels on whole batches take it; until it is asked for another.
  std::span<const Real> rounded(std::span<const double> matrix, double factor = 1.0) {
    rounded_.resize(matrix.size());
    std::ranges::transform(matrix, rounded_.begin(), [=](double number) { return static_cast<Real>(factor * number); });
    return rounded_;
  }

  BatchPool<Real> batches;
  BatchPool<double> roots;
  std::vector<double> rest, products, factors, inverse;
  std::vector<Independent<Real>> known;

 private:
  std::vector<Real> rounded_;
};

}  // namespace initlab
