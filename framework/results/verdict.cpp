#include "results/verdict.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "statistics/intervals.hpp"

namespace initlab {
namespace {

constexpr std::uint64_t fewest_trials = 8;  // with fewer, Student's quantile at these levels admits anything
constexpr double largest_skewness_share = 0.5;
constexpr double skewness_of_squares = 2.0 * std::numbers::sqrt2;  // of z^2, z standard normal

/// One number with its theory, ready to be compared.
struct Comparison {
  double measured;
  double standard_error;
  double infinite_width;
  double finite_width;
  double allowance;
  double skewness;
  std::uint64_t trials;

  double theory() const { return std::isnan(finite_width) ? infinite_width : finite_width; }
};

double larger_known(double a, double b) { return std::isnan(a) ? b : std::isnan(b) ? a : std::max(a, b); }
double square(double x) { return x * x; }

/// Relative variance over networks: the predicted one, else that of the measured logarithms, else 0 (of either sign).
double relative_variance(const Summary& summary, const Prediction& prediction) {
  if (!std::isnan(prediction.square_ratio)) return prediction.square_ratio - 1.0;
  if (summary.log_count == 0) return 0.0;
  if (!std::isnan(prediction.standard_deviation) && prediction.mean() != 0.0)
    return square(prediction.relative_spread());
  return summary.log_count > 1 ? std::expm1(square(summary.log_std)) : 0.0;
}

double log_normal_skewness(double relative_variance) {
  return (relative_variance + 3.0) * std::sqrt(relative_variance);
}

Comparison compare_means(const Summary& summary, const Prediction& prediction) {
  const double predicted = prediction.standard_deviation / std::sqrt(static_cast<double>(summary.count));
  return {summary.mean,
          larger_known(summary.standard_error, predicted),
          prediction.infinite_width,
          prediction.finite_width,
          prediction.allowance,
          log_normal_skewness(relative_variance(summary, prediction)),
          summary.count};
}

Comparison compare_logarithms(const Summary& summary, const Prediction& prediction) {
  const double root = std::sqrt(static_cast<double>(summary.log_count));
  const double infinite = std::log(prediction.infinite_width);
  return {summary.log_mean,
          larger_known(summary.log_std / root, prediction.log_std / root),
          std::abs(infinite) < 1e-12 ? 0.0 : infinite,
          prediction.log_mean,
          prediction.log_allowance,
          0.0,
          summary.log_count};
}

Comparison compare_square_ratios(const Summary& summary, const Prediction& prediction) {
  const double ratio = prediction.square_ratio;
  const double spread = std::sqrt(std::max(0.0, square(square(ratio)) - 4 * square(ratio) + 4 * ratio - 1.0));
  const double of_squares = square(square(ratio)) - 1.0;
  return {1.0 + square(summary.standard_deviation / summary.mean),
          ratio * spread / std::sqrt(static_cast<double>(summary.count)),
          1.0,
          ratio,
          0.0,
          log_normal_skewness(of_squares) + skewness_of_squares,
          summary.count};
}

Comparison comparison_of(const Summary& summary, const Prediction& prediction, Compared compared) {
  switch (compared) {
    case Compared::mean:
      return compare_means(summary, prediction);
    case Compared::log_mean:
      return compare_logarithms(summary, prediction);
    case Compared::square_ratio:
      return compare_square_ratios(summary, prediction);
  }
  return {};
}

Verdict verdict_on(const Comparison& c, double level) {
  if (c.trials < fewest_trials || !std::isfinite(c.standard_error)) return Verdict::unreliable;
  const double u = mean_interval(0.0, 1.0, c.trials, 1.0 - level).high;
  const double share = c.skewness * (2 * u * u + 1) / (6 * u * std::sqrt(static_cast<double>(c.trials)));
  if (!(share <= largest_skewness_share)) return Verdict::unreliable;
  const double allowed = c.allowance + u * (1 + share) * c.standard_error;
  return std::abs(c.measured - c.theory()) <= allowed ? Verdict::pass : Verdict::fail;
}

/// Whether the prediction says something of this number and the run measured it.
bool can_compare(const Summary& summary, const Prediction& prediction, Compared compared) {
  if (!std::isfinite(prediction.infinite_width) || summary.count == 0) return false;
  if (compared == Compared::log_mean)
    return std::isfinite(prediction.log_mean) && std::isfinite(prediction.log_allowance) && summary.log_count > 0;
  if (compared == Compared::square_ratio) return std::isfinite(prediction.square_ratio) && summary.mean > 0.0;
  return std::isfinite(prediction.allowance);
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "PASS";
    case Verdict::fail:
      return "FAIL";
    case Verdict::unreliable:
      return "UNRELIABLE";
    case Verdict::none:
      return "-";
  }
  return "-";
}

Judgement judge(const Summary& summary, const Prediction& prediction, Compared compared, double level) {
  const double nan = std::nan("");
  if (!can_compare(summary, prediction, compared))
    return {compared == Compared::log_mean ? summary.log_mean : summary.mean,
            summary.standard_error,
            nan,
            nan,
            nan,
            nan,
            Verdict::none};
  const Comparison c = comparison_of(summary, prediction, compared);
  Judgement judgement{c.measured, c.standard_error, c.infinite_width, c.finite_width, nan, nan, Verdict::none};
  judgement.z = z_score(c.measured, c.standard_error, c.theory());
  if (compared == Compared::log_mean)
    judgement.relative_difference = c.measured - c.theory();
  else if (c.theory() != 0.0)
    judgement.relative_difference = (c.measured - c.theory()) / std::abs(c.theory());
  // Of trials that overflowed nothing but their number is known.
  judgement.verdict = summary.nonfinite > 0 ? Verdict::unreliable : verdict_on(c, level);
  return judgement;
}

std::size_t Assessment::count(Verdict verdict) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(lines, [&](const VerdictLine& line) { return line.judgement.verdict == verdict; }));
}

Assessment assess(const RunResult& result, const std::vector<PointPrediction>& predictions, double family_level) {
  Assessment assessment;
  assessment.family_level = assessment.level = family_level;
  for (std::size_t point = 0; point < predictions.size(); ++point)
    for (std::size_t layer = 0; layer < predictions[point].layers(); ++layer)
      for (std::size_t q = 0; q < result.quantities.size(); ++q)
        for (const Compared compared : {Compared::mean, Compared::log_mean, Compared::square_ratio})
          if (can_compare(result.at(point, layer, q), predictions[point].at(layer, q), compared))
            assessment.lines.push_back({point, layer, q, compared, {}});
  if (assessment.lines.empty()) return assessment;
  assessment.level = sidak_level(family_level, assessment.lines.size());
  for (VerdictLine& line : assessment.lines)
    line.judgement = judge(result.at(line.point, line.layer, line.quantity),
                           predictions[line.point].at(line.layer, line.quantity), line.compared, assessment.level);
  return assessment;
}

}  // namespace initlab
