#pragma once
#include <string>

#include "cli/output_files.hpp"
#include "experiment/plan.hpp"
#include "results/run_record.hpp"
#include "results/run_result.hpp"
#include "results/run_theory.hpp"

namespace initlab {

/// What becomes of a result: where it is stored, whether a report is printed, whether a FAIL is an exit code.
struct RunPresentation {
  OutputFiles outputs;
  bool quiet = false, check = false;

  bool shows_report() const { return !quiet && !outputs.csv_to_stdout(); }
  bool needs_theory() const { return shows_report() || outputs.netcdf || check; }

  /// Stores and prints the result with what theory says of it. `how` is the report's last sentence but one: "3000
  /// trials in 2.1 s." Throws ResultError.
  ExitCode present(const RunResult& result, const std::vector<PointPrediction>& predictions, const RunRecord& record,
                   const std::string& how) const;
};

}  // namespace initlab
