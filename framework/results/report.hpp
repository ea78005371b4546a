#pragma once
#include <string>

#include "results/report_style.hpp"
#include "results/run_result.hpp"

namespace initlab {

/// A sweep of more points than this is shown as its sweep table and its troubles, without the points' own tables.
constexpr std::size_t most_point_tables = 12;

/// What a run tells people: title, claim and setting; for each point its point_table and a sentence for each trouble;
/// the columns' meanings; for a sweep its sweep_table.
///
/// Quantities are known by their names (known_quantities.hpp); columns appear only for those present.
std::string report(const RunResult& result, const ReportStyle& style);

}  // namespace initlab
