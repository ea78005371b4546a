#pragma once
#include <cstddef>
#include <optional>

#include "experiment/plan.hpp"
#include "measure/measurement.hpp"
#include "results/run_result.hpp"

namespace initlab {

/// Merges the measurements of blocks, in ascending order of the blocks, into a run's result: the order in which they
/// were made leaves no trace in its bits. The plan must outlive it.
class ResultBuilder {
 public:
  explicit ResultBuilder(const Plan& plan);

  /// Blocks may be left out: their trials are then missing in the result.
  void take(std::size_t block, Measurement measurement);
  /// The result; summaries of points without any trial are empty.
  RunResult finish();

 private:
  void write_summaries();

  const Plan& plan_;
  RunResult result_;
  std::optional<std::size_t> point_;  ///< whose trials are in merged_
  Measurement merged_;
};

}  // namespace initlab
