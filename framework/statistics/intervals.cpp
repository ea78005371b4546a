#include "statistics/intervals.hpp"

#include <fmt/format.h>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/error.hpp"
#include "statistics/boost_policy.hpp"

namespace initlab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double degrees_of_freedom(std::uint64_t count) {
  if (count < 2) throw DomainError(fmt::format("an interval needs two samples or more, not {}", count));
  return static_cast<double>(count - 1);
}

void check_probability(double p, const char* name) {
  if (!(p > 0.0 && p < 1.0)) throw DomainError(fmt::format("{} = {} is not between 0 and 1", name, p));
}

}  // namespace

double normal_cdf(double x) { return 0.5 * boost::math::erfc(-x / std::numbers::sqrt2, BoostPolicy()); }

double normal_quantile(double probability) {
  if (!(probability >= 0.0 && probability <= 1.0))
    throw DomainError(fmt::format("a normal quantile was asked for the probability {}", probability));
  if (probability == 0.0) return -infinity;
  if (probability == 1.0) return infinity;
  return -std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * probability, BoostPolicy());
}

double two_sided_p_value(double z) { return boost::math::erfc(std::abs(z) / std::numbers::sqrt2, BoostPolicy()); }

double z_score(double measured, double standard_error, double expected) {
  const double difference = measured - expected;
  if (std::isnan(difference) || !(standard_error >= 0.0) || std::isinf(standard_error))
    return std::numeric_limits<double>::quiet_NaN();
  if (standard_error > 0.0) return difference / standard_error;
  return difference == 0.0 ? 0.0 : std::copysign(infinity, difference);
}

double sidak_level(double family_level, std::size_t tests) {
  check_probability(family_level, "the level of a family of tests");
  if (tests == 0) throw DomainError("a level was asked for a family of no tests");
  // In logarithms: 1 - (1 - a)^(1/m) loses all digits for a/m below 1e-16.
  return -std::expm1(std::log1p(-family_level) / static_cast<double>(tests));
}

Interval mean_interval(double mean, double standard_error, std::uint64_t count, double confidence) {
  check_probability(confidence, "the confidence");
  const boost::math::students_t_distribution<double, BoostPolicy> law(degrees_of_freedom(count));
  const double half = quantile(complement(law, 0.5 * (1.0 - confidence))) * standard_error;
  return {mean - half, mean + half};
}

Interval variance_interval(double sample_variance, std::uint64_t count, double confidence) {
  check_probability(confidence, "the confidence");
  const double freedom = degrees_of_freedom(count);
  const boost::math::chi_squared_distribution<double, BoostPolicy> law(freedom);
  const double tail = 0.5 * (1.0 - confidence);
  const double squares = freedom * sample_variance;
  return {squares / quantile(complement(law, tail)), squares / quantile(law, tail)};
}

}  // namespace initlab
