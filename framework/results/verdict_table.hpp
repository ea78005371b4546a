#pragma once
#include <string>
#include <vector>

#include "results/report_style.hpp"
#include "results/verdict.hpp"

namespace initlab {

/// The verdicts for people: for each point a table of the input, the first, a middle and the last layer, and of the
/// worst FAIL of each observable; the observables without theory (verdict "-") in a sentence; how many numbers were
/// compared, what came out, and what was allowed. A sweep of more than most_point_tables points shows only what failed.
std::string verdict_report(const RunResult& result, const std::vector<PointPrediction>& predictions,
                           const Assessment& assessment, const ReportStyle& style);

}  // namespace initlab
