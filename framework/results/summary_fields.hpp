#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "statistics/summary.hpp"

namespace initlab {

/// The fields of a Summary under the names that all result files use, in their order. The tidy table has the first
/// eight.
inline constexpr std::array<std::string_view, 10> summary_fields = {
    "count", "mean", "standard_error", "std", "min", "max", "log_mean", "log_std", "nonfinite", "log_count"};
inline constexpr std::size_t tidy_fields = 8;

using SummaryNumbers = std::array<double, summary_fields.size()>;

/// In the order of summary_fields; NaN for all but the counts when there was no trial. Counts are exact up to 2^53.
SummaryNumbers numbers_of(const Summary& summary);
/// Throws DomainError for a count that is none.
Summary summary_of(const SummaryNumbers& numbers);

/// Trials that came to this summary at all, with a finite value or not; 0 where a point has no such layer.
std::uint64_t trials_of(const Summary& summary);

}  // namespace initlab
