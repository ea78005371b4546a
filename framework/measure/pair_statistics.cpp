#include "measure/pair_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "measure/sample_moments.hpp"

namespace initlab {
namespace {

struct PairMeans {
  double covariance = 0, decorrelation = 0, metric_expressivity = 0;
};

template <class Real>
std::span<const Real> vector_of(BatchView<const Real> u, std::size_t b) {
  return {u.input(b), u.units};
}

/// |a|, also where its square is no double: a gradient that vanished still has a direction. NaN where |a| is no double.
template <class Real>
double length_of(std::span<const Real> a) {
  constexpr double least = 0x1p-900, most = 0x1p1000;  // between them no square that matters lost a digit
  const double square = dot(a, a);
  if (least < square && square < most) return std::sqrt(square);
  double largest = 0, sum = 0;
  for (const Real number : a) largest = std::max(largest, std::abs(double(number)));
  for (const Real number : a) sum += (double(number) / largest) * (double(number) / largest);
  const double length = largest * std::sqrt(sum);
  return std::isfinite(length) ? length : std::numeric_limits<double>::quiet_NaN();
}

/// 1 - cos of two vectors of lengths |a| and |b|: half the squared distance of their directions, which keeps its digits
/// when they are nearly parallel. NaN if a vector is zero.
template <class Real>
double one_minus_cosine(std::span<const Real> a, std::span<const Real> b, double a_length, double b_length) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = double(a[i]) / a_length - double(b[i]) / b_length;
    sum += difference * difference;
  }
  return 0.5 * sum;
}

template <class Real>
double half_square_distance(std::span<const Real> a, std::span<const Real> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (double(a[i]) - double(b[i])) * (double(a[i]) - double(b[i]));
  return 0.5 * sum / static_cast<double>(a.size());
}

template <class Real>
PairMeans pair_means(BatchView<const Real> u) {
  std::vector<double> lengths;
  for (std::size_t b = 0; b < u.count; ++b) lengths.push_back(length_of(vector_of(u, b)));
  PairMeans sum;
  for (std::size_t a = 0; a < u.count; ++a)
    for (std::size_t b = 0; b < a; ++b) {
      const auto first = vector_of(u, a), second = vector_of(u, b);
      sum.covariance += dot(first, second) / static_cast<double>(u.units);
      sum.decorrelation += one_minus_cosine(first, second, lengths[a], lengths[b]);
      sum.metric_expressivity += half_square_distance(first, second);
    }
  const double pairs = 0.5 * static_cast<double>(u.count) * static_cast<double>(u.count - 1);
  return {sum.covariance / pairs, sum.decorrelation / pairs, sum.metric_expressivity / pairs};
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
  const PairMeans means = pair_means(x);
  this->cell(layer, x_covariance).add(means.covariance);
  this->cell(layer, x_decorrelation).add(means.decorrelation);
  this->cell(layer, x_angular).add(1.0 - means.decorrelation);
  this->cell(layer, x_metric).add(means.metric_expressivity);
}

template <class Real>
void PairStatistics<Real>::input(BatchView<const Real> x) {
  add_signal(0, x);
}

template <class Real>
void PairStatistics<Real>::forward(std::size_t block, BatchView<const Real> h, BatchView<const Real> x) {
  const PairMeans means = pair_means(h);
  this->cell(block, h_covariance).add(means.covariance);
  this->cell(block, h_decorrelation).add(means.decorrelation);
  add_signal(block, x);
}

template <class Real>
void GradientPairStatistics<Real>::signal_gradient(std::size_t block, BatchView<const Real> gradient) {
  const PairMeans means = pair_means(gradient);
  this->cell(block, 0).add(means.covariance);
  this->cell(block, 1).add(means.decorrelation);
}

template class PairStatistics<float>;
template class PairStatistics<double>;
template class GradientPairStatistics<float>;
template class GradientPairStatistics<double>;

}  // namespace initlab
