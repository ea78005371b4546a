#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "statistics/accumulator.hpp"

namespace initlab {

/// Accumulators of one grid point: a table of layers (0 is the input) times quantities. Blocks of trials have one each,
/// and merging them in block order gives the point's.
///
/// A trial is written down as a table of plain numbers; a few of them are collected and then added in one sweep, in the
/// order of the trials. Whatever is read or merged counts the collected ones.
class Measurement {
 public:
  Measurement() = default;
  Measurement(std::size_t layers, std::size_t quantities);

  /// The table of the next trial, layer by layer; nothing is observed in it yet (Accumulator::unobserved). To be
  /// written until the next call of any function that is not const.
  std::span<double> next_trial();

  const Accumulator at(std::size_t layer, std::size_t quantity) const;
  std::size_t layers() const { return layers_; }
  std::size_t quantities() const { return quantities_; }

  /// As if the trials of `other` had followed here. Throws DomainError for another number of layers or quantities.
  void merge(Measurement other);

  /// Everything that the trials left, to be stored and, in a measurement of the same shape, to be overwritten with what
  /// was stored. Valid until the measurement changes.
  std::span<std::byte> bytes();

 private:
  static constexpr std::size_t lanes = 16;
  /// The accumulators of a deep network do not fit into the cache; in a sweep they are fetched once for all of these.
  static constexpr std::size_t trials_a_sweep = 4;

  std::size_t row() const { return groups_.size() * lanes; }  ///< numbers of a trial, with those of unused lanes
  void sweep();

  std::size_t layers_ = 0, quantities_ = 0;
  std::vector<Accumulators<lanes>> groups_;
  std::vector<double> collected_;  ///< the trials that are not in the accumulators yet, one row each
  std::size_t trials_collected_ = 0;
};

}  // namespace initlab
