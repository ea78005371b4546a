#include "measure/measurement.hpp"

#include <algorithm>
#include <string>

#include "core/error.hpp"

namespace initlab {
namespace {

std::string shape_of(const Measurement& m) {
  return std::to_string(m.layers()) + " layers times " + std::to_string(m.quantities()) + " quantities";
}

}  // namespace

Measurement::Measurement(std::size_t layers, std::size_t quantities)
    : layers_(quantities == 0 ? 0 : layers),
      quantities_(quantities),
      groups_((layers * quantities + lanes - 1) / lanes),
      collected_(trials_a_sweep * row()) {}

std::span<double> Measurement::next_trial() {
  if (trials_collected_ == trials_a_sweep) sweep();
  const std::span<double> numbers(collected_.data() + trials_collected_++ * row(), row());
  std::ranges::fill(numbers, Accumulator::unobserved);
  return numbers.first(layers_ * quantities_);
}

void Measurement::sweep() {
  for (std::size_t g = 0; g < groups_.size(); ++g)
    for (std::size_t trial = 0; trial < trials_collected_; ++trial)
      groups_[g].add(std::span<const double, lanes>(collected_.data() + trial * row() + g * lanes, lanes));
  trials_collected_ = 0;
}

const Accumulator Measurement::at(std::size_t layer, std::size_t quantity) const {
  const std::size_t cell = layer * quantities_ + quantity;
  Accumulator one = groups_[cell / lanes].lane(cell % lanes);
  for (std::size_t trial = 0; trial < trials_collected_; ++trial) one.add(collected_[trial * row() + cell]);
  return one;
}

void Measurement::merge(Measurement other) {
  if (layers_ != other.layers_ || quantities_ != other.quantities_)
    throw DomainError("a measurement of " + shape_of(other) + " was merged into one of " + shape_of(*this) +
                      " (the blocks of one point have one shape)");
  // Both, so that a measurement gives the same bits whether it comes from memory or from its bytes.
  sweep();
  other.sweep();
  for (std::size_t g = 0; g < groups_.size(); ++g) groups_[g].merge(other.groups_[g]);
}

std::span<std::byte> Measurement::bytes() {
  sweep();
  return std::as_writable_bytes(std::span(groups_));
}

}  // namespace initlab
