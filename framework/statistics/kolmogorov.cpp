#include "statistics/kolmogorov.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/error.hpp"

namespace initlab {
namespace {

constexpr std::size_t exact_one_sample_limit = 100;  // the powers grow like e^n; near n = 700 they would overflow
constexpr std::size_t exact_two_sample_limit = 1'000'000;

std::vector<double> sorted(std::span<const double> sample) {
  if (sample.empty()) throw DomainError("a Kolmogorov-Smirnov test was asked of an empty sample");
  if (std::any_of(sample.begin(), sample.end(), [](double x) { return std::isnan(x); }))
    throw DomainError("a Kolmogorov-Smirnov test was asked of a sample with a NaN");
  std::vector<double> ordered(sample.begin(), sample.end());
  std::sort(ordered.begin(), ordered.end());
  return ordered;
}

using Matrix = std::vector<double>;  // m x m, by rows

Matrix product(const Matrix& a, const Matrix& b, std::size_t m) {
  Matrix c(m * m, 0.0);
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t k = 0; k < m; ++k)
      for (std::size_t j = 0; j < m; ++j) c[i * m + j] += a[i * m + k] * b[k * m + j];
  return c;
}

Matrix power(const Matrix& a, std::size_t exponent, std::size_t m) {
  Matrix result(m * m, 0.0);
  for (std::size_t i = 0; i < m; ++i) result[i * m + i] = 1.0;
  Matrix square = a;
  for (; exponent > 0; exponent /= 2) {
    if (exponent % 2 == 1) result = product(result, square, m);
    square = product(square, square, m);
  }
  return result;
}

// H of Marsaglia, Tsang and Wang, "Evaluating Kolmogorov's distribution" (J. Stat. Soft. 8(18), 2003), d = (k - h) / n.
Matrix transitions(double h, std::size_t m) {
  Matrix a(m * m, 0.0);
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < std::min(m, i + 2); ++j) a[i * m + j] = 1.0;
  for (std::size_t i = 0; i < m; ++i) {
    a[i * m] -= std::pow(h, static_cast<double>(i + 1));
    a[(m - 1) * m + i] -= std::pow(h, static_cast<double>(m - i));
  }
  if (2.0 * h > 1.0) a[(m - 1) * m] += std::pow(2.0 * h - 1.0, static_cast<double>(m));
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < std::min(m, i + 2); ++j) a[i * m + j] /= std::tgamma(static_cast<double>(i + 2 - j));
  return a;
}

double exact_one_sample_p_value(double d, std::size_t n) {
  const double size = static_cast<double>(n);
  if (d >= 1.0) return 0.0;
  if (2.0 * size * d <= 1.0) return 1.0;
  const auto k = static_cast<std::size_t>(size * d) + 1;
  const Matrix paths = power(transitions(static_cast<double>(k) - size * d, 2 * k - 1), n, 2 * k - 1);
  double probability = paths[(k - 1) * (2 * k - 1) + k - 1];
  for (std::size_t i = 1; i <= n; ++i) probability *= static_cast<double>(i) / size;
  return std::clamp(1.0 - probability, 0.0, 1.0);
}

/// Walks from (0, 0) to (m, n) through the merged samples, all orders equally likely: the probability that a walk gets
/// as far as d from the diagonal. `reach[j]`: that it did so on the way to (i, j).
double exact_two_sample_p_value(double d, std::size_t m, std::size_t n) {
  const double a = static_cast<double>(m);
  const double b = static_cast<double>(n);
  // Distances are multiples of 1/(m n); half of one is room for the rounding of d.
  const double limit = d - 0.5 / (a * b);
  const auto is_far = [&](std::size_t i, std::size_t j) {
    return std::abs(static_cast<double>(i) / a - static_cast<double>(j) / b) >= limit;
  };
  std::vector<double> reach(n + 1);
  for (std::size_t i = 0; i <= m; ++i)
    for (std::size_t j = 0; j <= n; ++j) {
      if (is_far(i, j)) {
        reach[j] = 1.0;
      } else if (i == 0 || j == 0) {
        reach[j] = i == 0 && j == 0 ? 0.0 : (i == 0 ? reach[j - 1] : reach[j]);
      } else {
        // Of the walks to (i, j), i/(i+j) come from (i-1, j).
        const double total = static_cast<double>(i + j);
        reach[j] = (static_cast<double>(i) * reach[j] + static_cast<double>(j) * reach[j - 1]) / total;
      }
    }
  return reach[n];
}

double stephens_p_value(double d, double n_effective) {
  const double root = std::sqrt(n_effective);
  return kolmogorov_limit_p_value(d * (root + 0.12 + 0.11 / root));  // Stephens 1970, table 1A
}

}  // namespace

double kolmogorov_limit_p_value(double lambda) {
  if (lambda <= 0.0) return 1.0;
  constexpr double pi = std::numbers::pi;
  // Below one, Jacobi's other form of the same theta function: a few terms are enough on either side.
  if (lambda < 1.0) {
    double below = 0.0;
    for (int k = 1; k <= 7; k += 2) below += std::exp(-k * k * pi * pi / (8.0 * lambda * lambda));
    return 1.0 - std::sqrt(2.0 * pi) / lambda * below;
  }
  double above = 0.0;
  for (int k = 1; k <= 5; ++k) above += (k % 2 == 1 ? 2.0 : -2.0) * std::exp(-2.0 * k * k * lambda * lambda);
  return above;
}

double kolmogorov_p_value(double d, std::size_t n) {
  return n <= exact_one_sample_limit ? exact_one_sample_p_value(d, n) : stephens_p_value(d, static_cast<double>(n));
}

double kolmogorov_p_value(double d, std::size_t m, std::size_t n) {
  if (m <= exact_two_sample_limit / n) return exact_two_sample_p_value(d, m, n);
  const double a = static_cast<double>(m);
  const double b = static_cast<double>(n);
  return stephens_p_value(d, a / (a + b) * b);
}

KolmogorovTest kolmogorov_test(std::span<const double> sample, const std::function<double(double)>& cdf) {
  const auto ordered = sorted(sample);
  const double n = static_cast<double>(ordered.size());
  double d = 0.0;
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    const double expected = cdf(ordered[i]);
    d = std::max({d, expected - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - expected});
  }
  return {d, kolmogorov_p_value(d, ordered.size())};
}

KolmogorovTest kolmogorov_test(std::span<const double> first, std::span<const double> second) {
  const auto a = sorted(first);
  const auto b = sorted(second);
  double d = 0.0;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    // All copies of a value are passed before the distance is taken: between them there is no distribution function.
    const double x = std::min(a[i], b[j]);
    while (i < a.size() && a[i] == x) ++i;
    while (j < b.size() && b[j] == x) ++j;
    const double distance =
        static_cast<double>(i) / static_cast<double>(a.size()) - static_cast<double>(j) / static_cast<double>(b.size());
    d = std::max(d, std::abs(distance));
  }
  return {d, kolmogorov_p_value(d, a.size(), b.size())};
}

}  // namespace initlab
