#include "conformance/law_test.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>

#include "conformance/entry_law.hpp"
#include "statistics/boost_policy.hpp"
#include "statistics/intervals.hpp"
#include "statistics/kolmogorov.hpp"

namespace initlab {
namespace {

using Departure = std::optional<std::string>;

// The scale is rounded to single precision, and so is its product with a number.
constexpr double single_rounding = 0x1p-23;
// Of the squares of the columns of a 64 x 64 matrix: 8 roundings of 2^-24 for each of the 64 reflections that made it.
constexpr double orthogonal_rounding = 8 * 64 * 0x1p-24;

Departure not_finite(std::span<const double> drawn) {
  const auto count = std::count_if(drawn.begin(), drawn.end(), [](double w) { return !std::isfinite(w); });
  if (count == 0) return {};
  return fmt::format("{} of {} numbers are not finite", count, drawn.size());
}

Departure differs_from(double value, std::span<const double> drawn) {
  for (const double w : drawn)
    if (std::abs(w - value) > single_rounding * std::abs(value)) return fmt::format("{:.6g} is drawn", w);
  return {};
}

Departure differs_in_distribution(std::span<const double> sample, const std::function<double(double)>& cdf) {
  const double p_value = kolmogorov_test(sample, cdf).p_value;
  if (p_value >= law_test_level) return {};
  return fmt::format("Kolmogorov-Smirnov p = {:.1e}", p_value);
}

Departure differs_from_fair_signs(double magnitude, std::span<const double> drawn) {
  std::size_t above = 0;
  for (const double w : drawn) {
    if (differs_from(magnitude, std::array{std::abs(w)})) return fmt::format("{:.6g} is drawn", w);
    if (w > 0.0) ++above;
  }
  const double count = static_cast<double>(drawn.size());
  const double fewer = static_cast<double>(std::min(above, drawn.size() - above));
  const double tail = boost::math::cdf(boost::math::binomial_distribution<double, BoostPolicy>(count, 0.5), fewer);
  if (2.0 * tail >= law_test_level) return {};
  return fmt::format("{} of {} are above 0: binomial p = {:.1e}", above, drawn.size(), 2.0 * tail);
}

}  // namespace

Departure departure(const Law& law, std::span<const double> drawn) {
  if (const Departure wrong = not_finite(drawn)) return wrong;
  if (law.family == Law::Family::constant || law.scale == 0.0) return differs_from(law.scale, drawn);
  if (law.family == Law::Family::rademacher) return differs_from_fair_signs(std::abs(law.scale), drawn);
  const EntryLaw entry = entry_law(law);
  // Every density is even, so that a negative multiplier changes nothing.
  const auto cdf = [&](double w) { return entry.cdf(w / std::abs(law.scale), law.shape); };
  if (const Departure wrong = differs_in_distribution(drawn, cdf)) return wrong;
  const double z = spread_z(law, drawn);
  if (two_sided_p_value(z) >= law_test_level) return {};
  return fmt::format("too {}: z = {:.1f}", z > 0.0 ? "wide" : "narrow", z);
}

Departure departure(const Law& law, const DrawnHaar& drawn) {
  for (const auto* numbers : {&drawn.matrix, &drawn.corners})
    if (const Departure wrong = not_finite(*numbers)) return wrong;
  if (law.scale == 0.0) return differs_from(0.0, drawn.matrix);
  for (std::size_t a = 0; a < drawn.side; ++a)
    for (std::size_t b = 0; b <= a; ++b) {
      double inner = 0.0;
      for (std::size_t i = 0; i < drawn.side; ++i)
        inner += drawn.matrix[a * drawn.side + i] / law.scale * (drawn.matrix[b * drawn.side + i] / law.scale);
      if (const double expected = a == b ? 1.0 : 0.0; std::abs(inner - expected) > orthogonal_rounding)
        return fmt::format("the product of columns {} and {} over the squared gain is {:.6g}", b, a, inner);
    }
  return differs_in_distribution(drawn.corners,
                                 [&](double w) { return haar_entry_cdf(w / std::abs(law.scale), drawn.side); });
}

double spread_z(const Law& law, std::span<const double> drawn) {
  const EntryLaw entry = entry_law(law);
  double sum = 0.0;
  for (const double w : drawn) sum += entry.spread(w / law.scale, law.shape);
  return sum / std::sqrt(static_cast<double>(drawn.size()) * entry.spread_variance);
}

double noticed_scale_error(const Law& law, std::size_t count) {
  // Its square is off by twice that, of which rounding may hide a half.
  if (law.family == Law::Family::orthogonal) return orthogonal_rounding;
  if (law.family == Law::Family::constant || law.family == Law::Family::rademacher || law.scale == 0.0)
    return 2.0 * single_rounding;
  const EntryLaw entry = entry_law(law);
  const double standard_errors = normal_quantile(1.0 - law_test_level / 2.0) + normal_quantile(0.99);
  return standard_errors * std::sqrt(entry.spread_variance / static_cast<double>(count)) / entry.spread_slope;
}

}  // namespace initlab
