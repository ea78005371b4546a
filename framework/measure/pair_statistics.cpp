#include "measure/pair_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "measure/squared_distances.hpp"

namespace initlab {
namespace {

struct PairMeans {
  double covariance = 0, decorrelation = 0, metric_expressivity = 0;
};

struct Pair {
  double decorrelation, half_square_distance;
};

/// In this range a square, and a sum of a million of them, lost no digit that matters to underflow or overflow.
bool is_ordinary_square(double square) { return 0x1p-900 < square && square < 0x1p1000; }

/// |a|, also where its square is no double: a gradient that vanished still has a direction. NaN if a is zero or |a| no
/// double.
template <class Real>
double length_of(std::span<const Real> a, double square) {
  if (is_ordinary_square(square)) return std::sqrt(square);
  double largest = 0, sum = 0;
  for (const Real number : a) largest = std::max(largest, std::abs(double(number)));
  if (largest == 0) return std::numeric_limits<double>::quiet_NaN();
  for (const Real number : a) sum += (double(number) / largest) * (double(number) / largest);
  const double length = largest * std::sqrt(sum);
  return std::isfinite(length) ? length : std::numeric_limits<double>::quiet_NaN();
}

/// 1 - cos of vectors whose squared lengths may be no ordinary ones. NaN if a vector has no direction.
template <class Real>
double decorrelation_of_extremes(std::span<const Real> a, std::span<const Real> b, double a_length, double b_length) {
  if (std::isnan(a_length + b_length)) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = double(a[i]) / a_length - double(b[i]) / b_length;
    sum += difference * difference;
  }
  return 0.5 * sum;
}

/// 1 - cos from the inner products is wrong by 2e, with e their error of (19 + n / 128) 2^-53, and the squared distance
/// by 2e of |a|^2 + |b|^2, of which it is at least the share 1 - cos. Above this limit both are right to 1e-12 for a
/// thousand units.
constexpr double surely_not_parallel = 0.01;

template <class Real>
Pair pair_of(std::span<const Real> a, std::span<const Real> b, double a_square, double product, double b_square) {
  const double a_length = length_of(a, a_square), b_length = length_of(b, b_square);
  if (!is_ordinary_square(a_square) || !is_ordinary_square(b_square))
    return {decorrelation_of_extremes(a, b, a_length, b_length), 0.5 * squared_distances(a, b, 1.0).plain};
  const double decorrelation = 1.0 - product / (a_length * b_length);
  if (decorrelation > surely_not_parallel) return {decorrelation, 0.5 * (a_square + b_square) - product};
  const SquaredDistances between = squared_distances(a, b, b_length / a_length);
  return {0.5 * between.scaled / b_square, 0.5 * between.plain};
}

template <class Real>
PairMeans pair_means(BatchView<const Real> u, InnerProducts& products) {
  products.set(u);
  PairMeans sum;
  for (std::size_t a = 0; a < u.count; ++a)
    for (std::size_t b = 0; b < a; ++b) {
      const std::span<const Real> first(u.input(a), u.units), second(u.input(b), u.units);
      const Pair pair = pair_of(first, second, products(a, a), products(a, b), products(b, b));
      sum.covariance += products(a, b);
      sum.decorrelation += pair.decorrelation;
      sum.metric_expressivity += pair.half_square_distance;
    }
  const double pairs = 0.5 * static_cast<double>(u.count) * static_cast<double>(u.count - 1);
  const double numbers = pairs * static_cast<double>(u.units);
  return {sum.covariance / numbers, sum.decorrelation / pairs, sum.metric_expressivity / numbers};
}

enum Column : std::size_t { h_covariance, h_decorrelation, x_covariance, x_decorrelation, x_angular, x_metric };

}  // namespace

std::vector<Quantity> pair_quantities(std::size_t) {
  return {{"preactivation.covariance", "1", "<h_a, h_b> / n, mean over pairs of inputs", false},
          {"preactivation.decorrelation", "1", "1 - cos(h_a, h_b), mean over pairs of inputs", true},
          {"activation.covariance", "1", "<x_a, x_b> / n, mean over pairs of inputs", false},
          {"activation.decorrelation", "1", "1 - cos(x_a, x_b), mean over pairs of inputs", true},
          {"activation.angular_expressivity", "1", "cos(x_a, x_b), mean over pairs of inputs", false},
          {"activation.metric_expressivity", "1", "|x_a - x_b|^2 / (2n), mean over pairs of inputs", true}};
}

std::vector<Quantity> gradient_pair_quantities(std::size_t) {
  return {{"gradient.activation_covariance", "1", "<dE/dx_a, dE/dx_b> / n, mean over pairs of inputs", false},
          {"gradient.activation_decorrelation", "1", "1 - cos(dE/dx_a, dE/dx_b), mean over pairs of inputs", true}};
}

template <class Real>
void PairStatistics<Real>::add_signal(std::size_t layer, BatchView<const Real> x) {
  if (!this->wants_any(x_covariance, x_metric + 1)) return;
  const PairMeans means = pair_means(x, products_);
  this->observe(layer, x_covariance, means.covariance);
  this->observe(layer, x_decorrelation, means.decorrelation);
  this->observe(layer, x_angular, 1.0 - means.decorrelation);
  this->observe(layer, x_metric, means.metric_expressivity);
}

template <class Real>
void PairStatistics<Real>::input(BatchView<const Real> x) {
  add_signal(0, x);
}

template <class Real>
void PairStatistics<Real>::forward(std::size_t block, BatchView<const Real> h, BatchView<const Real> x) {
  if (this->wants_any(h_covariance, h_decorrelation + 1)) {
    const PairMeans means = pair_means(h, products_);
    this->observe(block, h_covariance, means.covariance);
    this->observe(block, h_decorrelation, means.decorrelation);
  }
  add_signal(block, x);
}

template <class Real>
void GradientPairStatistics<Real>::signal_gradient(std::size_t block, BatchView<const Real> gradient) {
  const PairMeans means = pair_means(gradient, products_);
  this->observe(block, 0, means.covariance);
  this->observe(block, 1, means.decorrelation);
}

template class PairStatistics<float>;
template class PairStatistics<double>;
template class GradientPairStatistics<float>;
template class GradientPairStatistics<double>;

}  // namespace initlab
