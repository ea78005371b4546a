#include "audit/family.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <numeric>

#include "audit/truncated_normal.hpp"
#include "statistics/kolmogorov.hpp"

namespace initlab {
namespace {

constexpr double sparse_from = 0.05;
constexpr double uniform_kurtosis = 1.8;
// Numbers of sixteen bits lie on a grid so coarse that the edges of a law are seen to be rounded in a larger sample.
constexpr std::size_t largest_sample = 1 << 20, largest_short_sample = 1 << 16;

bool is_short(const std::string& type) { return type == "F16" || type == "BF16" || type.ends_with("f2"); }

/// Evenly taken, so that no part of the matrix is left out.
std::vector<double> sorted_sample(const WeightMatrix& matrix) {
  const std::size_t limit = is_short(matrix.type) ? largest_short_sample : largest_sample;
  const std::size_t step = (matrix.entries.size() + limit - 1) / limit;
  std::vector<double> sample;
  for (std::size_t i = 0; i < matrix.entries.size(); i += step) sample.push_back(matrix.entries[i]);
  std::ranges::sort(sample);
  return sample;
}

/// Distances are taken halfway between values that occur: a number that was rounded to nearest is on the right side
/// there, whatever the precision it was stored in.
double rounded_kolmogorov_p_value(const std::vector<double>& sorted, const std::function<double(double)>& cdf) {
  const double n = static_cast<double>(sorted.size());
  double distance = 0.0;
  for (std::size_t i = 1; i < sorted.size(); ++i)
    if (sorted[i] > sorted[i - 1])
      distance =
          std::max(distance, std::abs(cdf(std::midpoint(sorted[i - 1], sorted[i])) - static_cast<double>(i) / n));
  return kolmogorov_p_value(distance, sorted.size());
}

std::function<double(double)> distribution(const FamilyFit& fit, double std) {
  if (fit.family == Family::normal) return [std](double x) { return normal_cdf(x / std); };
  if (fit.family == Family::truncated_normal) {
    const TruncatedNormal law{fit.truncation};
    return [law, unit = std / law.std()](double x) { return law.cdf(x / unit); };
  }
  const double bound = std * std::numbers::sqrt3;
  return [bound](double x) { return std::clamp(0.5 + 0.5 * x / bound, 0.0, 1.0); };
}

struct Candidate {
  FamilyFit fit;
  double std;             // at the best scale
  double log_likelihood;  // an entry's mean
};

/// `square` is E w^2, `bound` the largest |w|: what is likeliest beside a bound has its bound there.
Candidate most_likely(double square, double bound) {
  using std::log;
  const double root_2pi = std::sqrt(2.0 * std::numbers::pi);
  std::vector<Candidate> candidates{
      {{.family = Family::normal, .kurtosis = 3.0}, std::sqrt(square), -log(root_2pi) - 0.5 * log(square) - 0.5},
      {{.family = Family::uniform, .kurtosis = uniform_kurtosis}, bound / std::numbers::sqrt3, -log(2.0 * bound)}};
  for (const double t : {2.0, 3.0}) {
    const TruncatedNormal law{t};
    const double unit = bound / t;
    candidates.push_back({{.family = Family::truncated_normal, .kurtosis = law.kurtosis(), .truncation = t},
                          unit * law.std(),
                          -log(root_2pi * unit * (2.0 * normal_cdf(t) - 1.0)) - 0.5 * square / (unit * unit)});
  }
  return *std::ranges::max_element(candidates, {}, &Candidate::log_likelihood);
}

bool is_identity(const WeightMatrix& matrix, const EntryMoments& moments) {
  if (moments.count - moments.zeros > std::min(matrix.rows, matrix.columns)) return false;
  std::vector<bool> taken(matrix.columns, false);
  for (std::size_t i = 0; i < matrix.rows; ++i)
    for (std::size_t j = 0, in_row = 0; j < matrix.columns; ++j) {
      const double w = matrix.entries[i * matrix.columns + j];
      if (w == 0.0) continue;
      if (w != moments.largest || ++in_row > 1 || taken[j]) return false;
      taken[j] = true;
    }
  return true;
}

bool has_two_opposite_values(const WeightMatrix& matrix, const EntryMoments& moments) {
  return moments.largest == -moments.smallest &&
         std::ranges::all_of(matrix.entries, [&](double w) { return std::abs(w) == moments.largest; });
}

}  // namespace

std::string family_name(Family family) {
  switch (family) {
    case Family::zeros:
      return "zeros";
    case Family::constant:
      return "constant";
    case Family::identity:
      return "identity";
    case Family::rademacher:
      return "rademacher";
    case Family::sparse:
      return "sparse";
    case Family::orthogonal:
      return "orthogonal";
    case Family::normal:
      return "normal";
    case Family::truncated_normal:
      return "truncated_normal";
    case Family::uniform:
      return "uniform";
    case Family::other:
      break;
  }
  return "other";
}

FamilyFit fit_family(const WeightMatrix& matrix, const EntryMoments& moments, double level) {
  FamilyFit fit{.family = Family::other, .kurtosis = moments.kurtosis};
  fit.zero_fraction =
      moments.count == 0 ? 0.0 : static_cast<double>(moments.zeros) / static_cast<double>(moments.count);
  const auto known = [&](Family family) { return fit.family = family, fit; };
  if (moments.nonfinite > 0) return fit;
  if (moments.largest_size == 0.0) return known(Family::zeros);
  if (moments.smallest == moments.largest) return known(Family::constant);
  if (is_identity(matrix, moments)) return known(Family::identity);
  if (has_two_opposite_values(matrix, moments)) return known(Family::rademacher);
  if (fit.zero_fraction >= sparse_from) return known(Family::sparse);
  if (const std::optional<Orthogonality> found = orthogonality(matrix)) {
    fit.orthogonality = *found;
    return known(Family::orthogonal);
  }
  const double n = static_cast<double>(moments.count);
  const double square = moments.std * moments.std * (n - 1.0) / n + moments.mean * moments.mean;
  const Candidate best = most_likely(square, moments.largest_size);
  const double p_value = rounded_kolmogorov_p_value(sorted_sample(matrix), distribution(best.fit, best.std));
  if (p_value >= level) {
    const double zero_fraction = fit.zero_fraction;
    fit = best.fit;
    fit.zero_fraction = zero_fraction;
  }
  fit.p_value = p_value;
  return fit;
}

double goodness_of_fit(const WeightMatrix& matrix, const FamilyFit& fit, double std) {
  const bool is_continuous =
      fit.family == Family::normal || fit.family == Family::truncated_normal || fit.family == Family::uniform;
  if (!is_continuous) return 1.0;
  return rounded_kolmogorov_p_value(sorted_sample(matrix), distribution(fit, std));
}

}  // namespace initlab
