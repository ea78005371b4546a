#include "audit/relatives.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "statistics/boost_policy.hpp"

namespace initlab {
namespace {

constexpr std::size_t fewest_numbers = 64;
constexpr double one_draw = 1.0 - 1e-4;
// Far beyond the precision of sixteen bits: a factor nearer to 1 than this is 1.
constexpr double equal_factor = 1e-3;

bool is_compared(const LeadingNumbers& matrix) { return matrix.numbers.size() >= fewest_numbers; }

struct Products {
  double correlation = 0.0, factor = 1.0;
};

Products products(const std::vector<double>& a, const std::vector<double>& b, std::size_t n) {
  // Four sums at a time: one addition must not wait for the other.
  double sum_a[4] = {}, sum_b[4] = {}, aa[4] = {}, bb[4] = {}, ab[4] = {};
  const auto add = [&](std::size_t i, std::size_t k) {
    sum_a[k] += a[i], sum_b[k] += b[i];
    aa[k] += a[i] * a[i], bb[k] += b[i] * b[i], ab[k] += a[i] * b[i];
  };
  std::size_t i = 0;
  for (; i + 4 <= n; i += 4)
    for (std::size_t k = 0; k < 4; ++k) add(i + k, k);
  for (; i < n; ++i) add(i, 0);
  const auto total = [](const double(&lanes)[4]) { return lanes[0] + lanes[1] + lanes[2] + lanes[3]; };
  const double count = static_cast<double>(n);
  const double variance_a = total(aa) - total(sum_a) * total(sum_a) / count;
  const double variance_b = total(bb) - total(sum_b) * total(sum_b) / count;
  const double covariance = total(ab) - total(sum_a) * total(sum_b) / count;
  if (!(variance_a > 0.0) || !(variance_b > 0.0) || !std::isfinite(variance_a * variance_b)) return {};
  return {covariance / std::sqrt(variance_a * variance_b), covariance / variance_a};
}

double correlation_p_value(double r, std::size_t n) {
  const double freedom = static_cast<double>(n) - 2.0;
  const boost::math::students_t_distribution<double, BoostPolicy> law(freedom);
  return 2.0 * cdf(complement(law, std::abs(r) * std::sqrt(freedom / (1.0 - r * r))));
}

}  // namespace

std::size_t pairs_compared(const std::vector<LeadingNumbers>& matrices) {
  const auto n = static_cast<std::size_t>(std::ranges::count_if(matrices, &is_compared));
  return n == 0 ? 0 : n * (n - 1) / 2;
}

std::vector<Relative> find_relatives(const std::vector<LeadingNumbers>& matrices, double level) {
  std::vector<Relative> found;
  for (std::size_t second = 1; second < matrices.size(); ++second)
    for (std::size_t first = 0; first < second; ++first) {
      const LeadingNumbers &a = matrices[first], &b = matrices[second];
      if (!is_compared(a) || !is_compared(b)) continue;
      const std::size_t n = std::min(a.numbers.size(), b.numbers.size());
      const Products p = products(a.numbers, b.numbers, n);
      Relative pair{.first = first, .second = second, .correlation = p.correlation, .factor = p.factor};
      if (std::abs(p.correlation) < one_draw) {
        if (correlation_p_value(p.correlation, n) >= level) continue;
        pair.kind = Relative::Kind::correlated;
      } else if (a.count != b.count) {
        pair.kind = Relative::Kind::leading_part;
      } else if (std::abs(p.factor - 1.0) > equal_factor) {
        pair.kind = Relative::Kind::scaled;
      }
      found.push_back(pair);
    }
  return found;
}

}  // namespace initlab
