#include "statistics/chi_square.hpp"

#include <fmt/format.h>

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numeric>

#include "core/error.hpp"
#include "statistics/boost_policy.hpp"

namespace initlab {
namespace {

void check(std::span<const std::uint64_t> observed, std::span<const double> probabilities, std::uint64_t total) {
  if (observed.size() < 2 || observed.size() != probabilities.size())
    throw DomainError(fmt::format("a chi-square test was asked of {} counts and {} probabilities", observed.size(),
                                  probabilities.size()));
  for (const double p : probabilities)
    if (!(p > 0.0)) throw DomainError(fmt::format("a chi-square test was given a cell of probability {}", p));
  const double sum = std::accumulate(probabilities.begin(), probabilities.end(), 0.0);
  if (std::abs(sum - 1.0) > 1e-9)
    throw DomainError(fmt::format("the cells of a chi-square test have probability {}", sum));
  if (total == 0) throw DomainError("a chi-square test was asked of no counts");
}

}  // namespace

ChiSquareTest chi_square_test(std::span<const std::uint64_t> observed, std::span<const double> probabilities) {
  const std::uint64_t total = std::accumulate(observed.begin(), observed.end(), std::uint64_t{0});
  check(observed, probabilities, total);
  double statistic = 0.0;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    const double expected = static_cast<double>(total) * probabilities[i];
    const double difference = static_cast<double>(observed[i]) - expected;
    statistic += difference * difference / expected;
  }
  const std::size_t freedom = observed.size() - 1;
  return {statistic, freedom, chi_square_p_value(statistic, static_cast<double>(freedom))};
}

double chi_square_p_value(double statistic, double degrees_of_freedom) {
  return boost::math::gamma_q(0.5 * degrees_of_freedom, 0.5 * statistic, BoostPolicy());
}

}  // namespace initlab
