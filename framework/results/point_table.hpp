#pragma once
#include <cstddef>
#include <string>

#include "results/run_result.hpp"
#include "results/text_table.hpp"

namespace initlab {

/// A point's layers (readable_layers) as rows; a column for each quantity below that the run measured:
///
///   var h       preactivation.variance, mean over trials
///   mean x      activation.mean ± standard error
///   mean x²     activation.second_moment ± standard error
///   typical x²  its geometric mean over trials; only when some layer's law spans e-folds (log_std > 1)
///   spread      standard deviation of mean x² over trials / mean, or "×÷ 12" (exp(log_std)) when the law spans e-folds
///   zeros       activation.zero_fraction
///   grad h      gradient.preactivation, geometric mean over the trials where it is not zero
///   grad W      gradient.weight, the same
///
/// Of a run that measured none of these, the first three quantities, mean ± standard error, under their own names.
/// A cell whose quantity overflowed in some trial reads "inf". Layer 0 is called "input".
TextTable point_table(const RunResult& result, std::size_t point);

/// What the columns mean, for people: a paragraph for each column that some point has. No line feed at the end.
std::string column_legend(const RunResult& result, unsigned width);

}  // namespace initlab
