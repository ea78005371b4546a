#pragma once
#include <initlab/law.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace initlab {

// Have numbers that were drawn the law that is stated? Each function answers nothing if so, and otherwise what differs:
// a clause for a sentence. A law's multiplier is not looked at; a scale may be negative, as some
// multipliers make it.

/// Probability of a false alarm of each test. The streams of `initlab plugins check` are fixed, and a scale is only
/// multiplied by, so that the same family has the same verdict in every plugin.
inline constexpr double law_test_level = 1e-6;

/// Independent numbers of any family but `orthogonal` and `filled`. With a density: Kolmogorov and Smirnov's test, and
/// the mean of EntryLaw::spread. Rademacher: every magnitude, and the exact binomial test of the signs. Constants, and
/// every law of scale zero: every number.
std::optional<std::string> departure(const Law& law, std::span<const double> drawn);

/// An orthogonal law's square matrices. `matrix`: one of them; its columns have to be orthonormal times the gain, but
/// for rounding. `corners`: its entry in the first row and column, of one matrix each: Kolmogorov and Smirnov's test.
struct DrawnHaar {
  std::size_t side;
  std::vector<double> matrix, corners;
};
std::optional<std::string> departure(const Law& law, const DrawnHaar& drawn);

/// Mean of EntryLaw::spread over its standard error: positive where the numbers are too wide.
double spread_z(const Law& law, std::span<const double> drawn);

/// A relative error of the scale that departure() finds with probability 0.99 in `count` numbers of a law: by spread_z
/// where there is a density, to first order in the error; of the other families, whatever is no rounding.
double noticed_scale_error(const Law& law, std::size_t count);

}  // namespace initlab
