#include "theory/hermite_series.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <span>

#include "theory/kronrod_rule.hpp"
#include "theory/panels.hpp"

namespace initlab {
namespace {

// Sums run in this many lanes, which a compiler may not make of one sum by itself.
constexpr std::size_t lanes = 8;

// What lies beyond has less than 1e-22 of the normal mass.
constexpr double farthest_kink = 10.0;
constexpr int most_halvings = 6;

struct Points {
  std::vector<double> z;       // > 0, each standing for itself and its mirror image
  std::vector<double> weight;  // with the normal density
  std::vector<double> error_weight;
};

// h_k oscillates with wave number sqrt(k) near z = 0; the rule follows 8 radians on half a panel.
double widest_panel(std::size_t count) { return 16.0 / std::sqrt(static_cast<double>(count)); }

Points points_for(const Moments& phi, double q, double width) {
  const double root_q = std::sqrt(q);
  std::vector<double> kinks;
  for (const double kink : phi.kinks())
    if (std::abs(kink) < farthest_kink * root_q) kinks.push_back(kink / root_q);
  const KronrodRule& rule = kronrod_rule();
  Points points;
  for (const Panel panel : graded_panels(kinks, 1.0 / root_q, {.widest_at_kink = width, .widest = width})) {
    const double half = 0.5 * panel.width();
    for (std::size_t i = 0; i < KronrodRule::size; ++i) {
      const double z = 0.5 * (panel.begin + panel.end) + half * rule.nodes[i];
      const double density = half * std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
      points.z.push_back(z);
      points.weight.push_back(rule.weights[i] * density);
      points.error_weight.push_back(rule.error_weights[i] * density);
    }
  }
  while (points.z.size() % lanes != 0) {
    points.z.push_back(0.0);
    points.weight.push_back(0.0);
    points.error_weight.push_back(0.0);
  }
  return points;
}

// f at sqrt(q) z and at -sqrt(q) z, as half sum and half difference.
struct Parity {
  std::vector<double> even;
  std::vector<double> odd;
};

template <class F>
Parity parity_of(const F& f, double root_q, const Points& points) {
  const std::size_t n = points.z.size();
  std::vector<double> x(2 * n);
  for (std::size_t i = 0; i < n; ++i) {
    x[i] = root_q * points.z[i];
    x[n + i] = -x[i];
  }
  f(std::span<double>(x));
  Parity parity{std::vector<double>(n), std::vector<double>(n)};
  for (std::size_t i = 0; i < n; ++i) {
    parity.even[i] = 0.5 * (x[i] + x[n + i]);
    parity.odd[i] = 0.5 * (x[i] - x[n + i]);
  }
  return parity;
}

double lane_sum(const std::array<double, lanes>& sums) { return std::accumulate(sums.begin(), sums.end(), 0.0); }

// sum_i f_i h_i, for h = h_k at the points, and h_(k+1) = (z h_k - sqrt(k) h_(k-1)) / sqrt(k+1) in place of h_(k-1).
double project_and_advance(std::span<const double> f, std::span<const double> z, std::span<const double> h,
                           std::span<double> h_before, double k) {
  const double from_h = 1.0 / std::sqrt(k + 1.0);
  const double from_before = std::sqrt(k / (k + 1.0));
  std::array<double, lanes> sums{};
  for (std::size_t i = 0; i < f.size(); i += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      sums[lane] += f[i + lane] * h[i + lane];
      h_before[i + lane] = from_h * z[i + lane] * h[i + lane] - from_before * h_before[i + lane];
    }
  }
  return lane_sum(sums);
}

// E[f^2] by the rule, and the error of the rule inside.
struct MeanSquare {
  double value = 0.0;
  double error = 0.0;
};

MeanSquare mean_square(const Parity& f, const Points& points) {
  MeanSquare result;
  double difference = 0.0;
  double panel_sum = 0.0;
  for (std::size_t i = 0; i < points.z.size(); ++i) {
    const double square = 2.0 * (f.even[i] * f.even[i] + f.odd[i] * f.odd[i]);
    panel_sum += points.weight[i] * square;
    difference += points.error_weight[i] * square;
    if ((i + 1) % KronrodRule::size == 0) {
      result.value += panel_sum;
      result.error += kronrod_error(std::abs(difference), panel_sum);
      panel_sum = difference = 0.0;
    }
  }
  return result;
}

bool is_resolved(const MeanSquare& f) { return f.error <= 1e-12 * f.value; }

// phi and phi' at the points, and what the series needs of them.
struct Sampled {
  Parity slope;
  MeanSquare slope_square;
  double mean;
  MeanSquare variance;
};

Sampled sample(const Activation& phi, double root_q, const Points& points) {
  Sampled sampled{};
  sampled.slope =
      parity_of([&](std::span<double> x) { phi.derivative(std::span<const double>(x), x); }, root_q, points);
  sampled.slope_square = mean_square(sampled.slope, points);
  Parity value = parity_of([&](std::span<double> x) { phi.value(std::span<const double>(x), x); }, root_q, points);
  for (std::size_t i = 0; i < points.z.size(); ++i) sampled.mean += 2.0 * points.weight[i] * value.even[i];
  for (double& even : value.even) even -= sampled.mean;
  sampled.variance = mean_square(value, points);
  return sampled;
}

// sum_k b_k^2 and sum_k b_k^2 / (k+1), smallest terms first.
double slopes_in(const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t k = b.size(); k-- > 0;) sum += b[k] * b[k];
  return sum;
}
double values_in(const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t k = b.size(); k-- > 0;) sum += b[k] * b[k] / static_cast<double>(k + 1);
  return sum;
}

// The part of sum_k b_k^2 that follows, guessed from its last terms (eight, because every second one may vanish).
double last_share_of(const std::vector<double>& b, double mean_square) {
  double last = 0.0;
  const double sum = slopes_in(b);
  for (auto it = b.end() - 8; it != b.end(); ++it) last = std::max(last, *it * *it);
  const double missing = std::abs(mean_square - sum) / mean_square;
  // Parseval sees only what rounding leaves of it. It catches what starts late: sin at a large length, say.
  if (missing > 1e-11) return missing;
  return last * static_cast<double>(b.size()) / mean_square;
}

// Nothing that matters for 1e-12 follows: not by Parseval's sum, nor by the terms before.
bool is_settled(const std::vector<double>& b, double mean_square) {
  return std::abs(mean_square - slopes_in(b)) <= 1e-13 * mean_square && last_share_of(b, mean_square) <= 1e-17;
}

// `count` coefficients; zeros from where they are settled.
std::vector<double> project(const Parity& f, const Points& points, std::size_t count, double mean_square) {
  const std::size_t n = points.z.size();
  std::vector<double> even(n), odd(n);
  for (std::size_t i = 0; i < n; ++i) {
    even[i] = 2.0 * points.weight[i] * f.even[i];
    odd[i] = 2.0 * points.weight[i] * f.odd[i];
  }
  std::vector<double> h(n, 1.0), h_before(n, 0.0), coefficients;
  // Some polynomials at points that fit the nearest cache, then at the next points.
  constexpr std::size_t point_block = 256, term_block = 32;
  static_assert(point_block % lanes == 0 && term_block % 2 == 0);
  while (coefficients.size() < count && (coefficients.empty() || !is_settled(coefficients, mean_square))) {
    const std::size_t first = coefficients.size(), end = std::min(first + term_block, count);
    coefficients.resize(end);
    for (std::size_t begin = 0; begin < n; begin += point_block) {
      const std::size_t size = std::min(point_block, n - begin);
      const auto z = std::span(points.z).subspan(begin, size);
      const std::array parity = {std::span<const double>(even).subspan(begin, size),
                                 std::span<const double>(odd).subspan(begin, size)};
      std::span<double> here = std::span(h).subspan(begin, size), before = std::span(h_before).subspan(begin, size);
      for (std::size_t k = first; k < end; ++k) {
        coefficients[k] += project_and_advance(parity[k % 2], z, here, before, static_cast<double>(k));
        std::swap(here, before);  // an even number of times, but at the end
      }
    }
  }
  coefficients.resize(count);
  return coefficients;
}

}  // namespace

std::optional<HermiteSeries> HermiteSeries::of(const Moments& phi, double q, std::size_t count) {
  double width = widest_panel(count);
  for (int halvings = 0; halvings <= most_halvings; ++halvings, width *= 0.5) {
    const Points points = points_for(phi, q, width);
    const Sampled sampled = sample(phi.activation(), std::sqrt(q), points);
    if (sampled.slope_square.value == 0.0) return std::nullopt;
    if (!is_resolved(sampled.slope_square) || !is_resolved(sampled.variance)) continue;
    HermiteSeries series;
    series.q_ = q;
    series.mean_ = sampled.mean;
    series.variance_ = sampled.variance.value;
    series.coefficients_ = project(sampled.slope, points, count, sampled.slope_square.value);
    series.slopes_left_out_ = sampled.slope_square.value - slopes_in(series.coefficients_);
    series.values_left_out_ = sampled.variance.value / q - values_in(series.coefficients_);
    series.last_share_ = last_share_of(series.coefficients_, sampled.slope_square.value);
    return series;
  }
  return std::nullopt;
}

double HermiteSeries::least_gap(std::size_t count) { return -std::expm1(std::log(1e-17) / static_cast<double>(count)); }

double HermiteSeries::value(double one_minus_c) const { return value(*this, *this, one_minus_c); }

double HermiteSeries::value(const HermiteSeries& first, const HermiteSeries& second, double one_minus_c) {
  const double c = 1.0 - one_minus_c;
  const std::size_t count = std::min(first.coefficients_.size(), second.coefficients_.size());
  double sum = 0.0;
  for (std::size_t k = count; k-- > 0;)
    sum = c * (sum + first.coefficients_[k] * second.coefficients_[k] / static_cast<double>(k + 1));
  return first.mean_ * second.mean_ + std::sqrt(first.q_ * second.q_) * sum;
}

double HermiteSeries::derivative(double one_minus_c) const {
  const double c = 1.0 - one_minus_c;
  double sum = 0.0;
  for (std::size_t k = coefficients_.size(); k-- > 0;) sum = c * sum + coefficients_[k] * coefficients_[k];
  return sum;
}

double HermiteSeries::deficit(double one_minus_c) const {
  const double c = 1.0 - one_minus_c;
  double rest = variance_;  // of phi, in the terms left out
  double loss = 0.0;        // 1 - c^(k+1)
  double sum = 0.0;
  for (std::size_t k = 0; k < coefficients_.size(); ++k) {
    loss = one_minus_c + c * loss;
    const double term = q_ * coefficients_[k] * coefficients_[k] / static_cast<double>(k + 1);
    sum += term * loss;
    rest -= term;
  }
  // For those terms c^(k+1) has vanished, or they have.
  return is_complete() ? sum : sum + rest;
}

}  // namespace initlab
