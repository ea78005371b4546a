#pragma once
#include <cstddef>
#include <vector>

#include "statistics/accumulator.hpp"

namespace initlab {

/// Accumulators of one grid point: a table of layers (0 is the input) times quantities. Blocks of trials have one each,
/// and merging them in block order gives the point's.
class Measurement {
 public:
  Measurement() = default;
  Measurement(std::size_t layers, std::size_t quantities) : quantities_(quantities), cells_(layers * quantities) {}

  Accumulator& at(std::size_t layer, std::size_t quantity) { return cells_[layer * quantities_ + quantity]; }
  const Accumulator& at(std::size_t layer, std::size_t quantity) const {
    return cells_[layer * quantities_ + quantity];
  }
  std::size_t layers() const { return quantities_ == 0 ? 0 : cells_.size() / quantities_; }
  std::size_t quantities() const { return quantities_; }

  void merge(const Measurement& other) {
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i].merge(other.cells_[i]);
  }

 private:
  std::size_t quantities_ = 0;
  std::vector<Accumulator> cells_;
};

}  // namespace initlab
