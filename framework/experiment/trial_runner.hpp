#pragma once
#include <memory>

#include "experiment/plan.hpp"
#include "measure/measurement.hpp"

namespace initlab {

/// One worker's network of a point: draws it, passes inputs and gradients through it, measures.
class TrialRunner {
 public:
  virtual ~TrialRunner() = default;
  /// Throws ActivationFault.
  virtual void run(std::uint32_t trial, Measurement& into) = 0;
};

/// For one thread. The point must outlive it; `matrices` is the plan's, and signals of at most `blocks_to_keep` blocks
/// are kept for a backward pass.
std::unique_ptr<TrialRunner> make_trial_runner(const Point& point, std::size_t matrices, std::size_t blocks_to_keep);

}  // namespace initlab
