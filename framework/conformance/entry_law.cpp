#include "conformance/entry_law.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>

#include "core/error.hpp"
#include "statistics/boost_policy.hpp"
#include "statistics/intervals.hpp"

namespace initlab {
namespace {

double gaussian_cdf(double x, double) { return normal_cdf(x); }

double uniform_cdf(double x, double) { return std::clamp(0.5 * (x + 1.0), 0.0, 1.0); }

double truncated_normal_cdf(double x, double) {
  const double uncut = std::clamp(x * std_after_cut_at_two_sigma, -2.0, 2.0);
  return (normal_cdf(uncut) - normal_cdf(-2.0)) / (normal_cdf(2.0) - normal_cdf(-2.0));
}

double student_cdf(double x, double nu) {
  return boost::math::cdf(boost::math::students_t_distribution<double, BoostPolicy>(nu), x);
}

double square_over_1(double x, double) { return x * x - 1.0; }
double square_over_a_third(double x, double) { return 3.0 * x * x - 1.0; }
double student_score(double x, double nu) { return (nu + 1.0) * x * x / (nu + x * x) - 1.0; }

// The kurtosis less one; that of the truncated normal is derived with its sampler (linear/independent_entries.hpp).
constexpr double gaussian_variance = 2.0, uniform_variance = 0.8, truncated_variance = 2.0 - 0.6344632828703505;

}  // namespace

EntryLaw entry_law(const Law& law) {
  const double information = 2.0 * law.shape / (law.shape + 3.0);
  switch (law.family) {
    case Law::Family::gaussian:
      return {gaussian_cdf, square_over_1, gaussian_variance, 2.0};
    case Law::Family::uniform:
      return {uniform_cdf, square_over_a_third, uniform_variance, 2.0};
    case Law::Family::truncated_normal:
      return {truncated_normal_cdf, square_over_1, truncated_variance, 2.0};
    case Law::Family::student_t:
      return {student_cdf, student_score, information, information};
    case Law::Family::constant:
    case Law::Family::rademacher:
    case Law::Family::orthogonal:
    case Law::Family::filled:
      break;
  }
  throw DomainError("the distribution function of an entry was asked of a law whose entries have no density");
}

double haar_entry_cdf(double x, std::size_t n) {
  const double within = boost::math::ibeta(0.5, 0.5 * static_cast<double>(n - 1), std::min(x * x, 1.0), BoostPolicy{});
  return 0.5 + std::copysign(0.5 * within, x);
}

}  // namespace initlab
