#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

namespace initlab {

/// What one trial of a point takes, estimated from its sizes alone: the same number on every machine, because blocks of
/// trials are cut by it and the results depend on the cut in their last bits.
struct TrialSize {
  std::span<const std::size_t> widths;  ///< of x_0 ... x_L
  std::size_t matrices = 1;             ///< in each block
  std::size_t inputs = 1;
  bool backward = false;
  bool revealed = false;  ///< no weights are drawn
};

/// Nanoseconds on one thread of the machine class of docs/performance.md; within a factor of two on others.
double estimated_trial_ns(const TrialSize& size);

/// Trials in a block of a point that has `trials`: about 50 ms of work, so that a progress line moves and little is
/// lost when a run is stopped; or a thousandth of the point's work where that is longer, but at most 60 s, so that the
/// journal of a week's run has some ten thousand records instead of twelve million. At least one trial.
std::uint32_t trials_in_block(double trial_ns, std::uint64_t trials);

}  // namespace initlab
