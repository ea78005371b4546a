#include "theory/kernel_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "theory/activation_difference.hpp"
#include "theory/hermite_series.hpp"

namespace initlab {
namespace {

constexpr std::array<std::size_t, 6> term_counts = {96, 512, 2048, 8192, 16384, 32768};
constexpr double target_error = 1e-12;
// The rounding of the polynomials' recurrence grows with its length, and shows from 16384 terms on.
double interpolation_error(std::size_t terms) { return 2e-13 * std::max(1.0, static_cast<double>(terms) / 4096.0); }
// Far beyond phi's scale coefficients hardly change with the length, and cells may be longer.
constexpr double log_far = 16.0;
constexpr double far_cell = 4.0;
// A cell costs about as many series as this.
constexpr long requests_before_interpolation = 8;
// A network's lengths pass through the cells one after the other. 32768 terms at 17 nodes take four megabytes.
constexpr std::size_t most_cells = 32;
// The bound on what is left out seldom needs |c|^N < 1e-17. Below this share of the d that does, it never suffices.
constexpr double share_of_least_gap = 0.5;
// See HermiteSeries::is_promising.
constexpr double promising_share = 1e-5;

// The errors of all numbers are measured together: what is left out counts as it does for the least d in use.
double weight_of_values_left_out(std::size_t terms) { return static_cast<double>(terms) / 40.0; }

std::vector<double> packed(const HermiteSeries& series) {
  std::vector<double> numbers(series.coefficients().begin(), series.coefficients().end());
  const double weight = weight_of_values_left_out(numbers.size());
  numbers.push_back(series.slopes_left_out());
  numbers.push_back(weight * series.values_left_out());
  return numbers;
}

HermiteCoefficients unpacked(std::vector<double> numbers) {
  HermiteCoefficients series{std::move(numbers), 0.0, 0.0};
  series.values_left_out = series.b.back() / weight_of_values_left_out(series.b.size() - 2);
  series.b.pop_back();
  series.slopes_left_out = series.b.back();
  series.b.pop_back();
  return series;
}

}  // namespace

std::optional<double> bounded_deficit(const HermiteCoefficients& series, double q, double one_minus_c) {
  const double c = 1.0 - one_minus_c;
  const double terms = static_cast<double>(series.b.size());
  double loss = 0.0;  // 1 - c^(k+1)
  double sum = 0.0;
  double n = 0.0;
  for (const double b : series.b) {
    n += 1.0;
    loss = one_minus_c + c * loss;
    sum += b * b * loss / n;
  }
  const double missing = std::abs(series.slopes_left_out);
  if (one_minus_c * missing <= target_error * sum) return q * sum;
  const double all = sum + series.values_left_out;
  const double last_power = std::exp((terms + 1.0) * std::log1p(-std::min(one_minus_c, 2.0 - one_minus_c)));
  if (last_power * missing / (terms + 1.0) <= target_error * all) return q * all;
  return std::nullopt;
}

KernelTable::KernelTable(const Moments& phi) : phi_(&phi), is_continuous_(!has_jump(phi.activation(), phi.kinks())) {}

std::optional<double> KernelTable::deficit(double q, double one_minus_c) {
  if (!is_continuous_) return std::nullopt;
  const double gap = std::min(one_minus_c, 2.0 - one_minus_c);  // 1 - |c|
  bool is_promising = true;
  for (const std::size_t terms : term_counts) {
    if (!is_promising && gap < share_of_least_gap * HermiteSeries::least_gap(terms)) continue;
    const auto series = coefficients(q, terms);
    if (!series) return std::nullopt;
    if (const auto result = bounded_deficit(*series, q, one_minus_c)) return result;
    double size = 0.0;
    for (const double b : series->b) size += b * b;
    is_promising = std::abs(series->slopes_left_out) <= promising_share * size;
  }
  return std::nullopt;
}

std::optional<HermiteCoefficients> KernelTable::coefficients(double q, std::size_t terms) {
  const auto series_at = [&](double log_q) -> std::optional<std::vector<double>> {
    const auto series = HermiteSeries::of(*phi_, std::exp(log_q), terms);
    if (!series) return std::nullopt;
    return packed(*series);
  };
  const double log_q = std::log(q);
  const double width = log_q < log_far ? 1.0 : far_cell;
  const double place = std::floor(log_q / width) * width;
  if (cells_.size() > most_cells) cells_.clear();
  Cell& cell = cells_[{terms, place}];
  if (++cell.requests > requests_before_interpolation && !cell.is_tried) {
    cell.interpolant = ChebyshevCell::of(series_at, place, place + width, interpolation_error(terms));
    cell.is_tried = true;
  }
  if (cell.interpolant) return unpacked(cell.interpolant->at(log_q));
  auto numbers = series_at(log_q);
  if (!numbers) return std::nullopt;
  return unpacked(std::move(*numbers));
}

}  // namespace initlab
