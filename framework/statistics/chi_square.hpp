#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

namespace initlab {

/// Do counts in cells follow given probabilities? (Pearson 1900.)
struct ChiSquareTest {
  double statistic = 0.0;              ///< sum over cells of (observed - expected)^2 / expected
  std::size_t degrees_of_freedom = 0;  ///< cells - 1
  double p_value = 0.0;                ///< probability of a statistic at least as large if they do
};

/// `probabilities` are those of the cells and add up to 1. The p-value is the limit for many counts: every cell should
/// expect five or more. Throws DomainError for fewer than two cells, no counts, sizes that differ, a probability that
/// is not positive, or a sum of them that is not 1 to 1e-9.
ChiSquareTest chi_square_test(std::span<const std::uint64_t> observed, std::span<const double> probabilities);

/// P(chi^2 >= statistic).
double chi_square_p_value(double statistic, double degrees_of_freedom);

}  // namespace initlab
