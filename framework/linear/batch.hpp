#pragma once
#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

namespace initlab {

/// `count` vectors of `units` numbers, one input after the other: unit i of input b is data[b * units + i].
template <class Real>
struct BatchView {
  Real* data = nullptr;
  std::size_t units = 0, count = 0;

  Real* input(std::size_t b) const { return data + b * units; }
  std::span<Real> all() const { return {data, units * count}; }
  operator BatchView<const Real>() const requires(!std::is_const_v<Real>) { return {data, units, count}; }
};

/// A batch that owns its memory. resize() keeps it when it is large enough, so a warm network allocates nothing.
template <class Real>
class Batch {
 public:
  Batch() = default;
  Batch(std::size_t units, std::size_t count) { resize(units, count); }
  void resize(std::size_t units, std::size_t count) {
    units_ = units;
    count_ = count;
    if (data_.size() < units * count) data_.resize(units * count);
  }
  BatchView<Real> view() { return {data_.data(), units_, count_}; }
  BatchView<const Real> view() const { return {data_.data(), units_, count_}; }
  bool has_memory() const { return !data_.empty(); }
  bool has_room_for(std::size_t units, std::size_t count) const { return units * count <= data_.size(); }

 private:
  std::vector<Real> data_;
  std::size_t units_ = 0, count_ = 0;
};

}  // namespace initlab
