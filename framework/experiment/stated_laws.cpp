#include "experiment/stated_laws.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "measure/sample_moments.hpp"

namespace initlab {
namespace {

// Uniform biases make the preactivations' kurtosis differ from 3 by up to 1.2 (sigma_b^2 / q)^2; below this share of
// the weights' variance it is of the order of 1/n^2 for every width in use.
constexpr double largest_uniform_bias_share_times_width = 4.0;

std::optional<double> bias_variance(const LayerSpec& spec, double weight_variance, std::string& reason) {
  const Law& law = spec.biases;
  if (law.scale == 0.0) return 0.0;
  if (law.family == Law::Family::gaussian) return law.scale * law.scale;
  if (law.family == Law::Family::constant) {
    reason = "its biases are the same number for all units";
    return std::nullopt;
  }
  const double variance = law.scale * law.scale / 3.0;
  if (variance * spec.layer.fan_in <= largest_uniform_bias_share_times_width * weight_variance) return variance;
  reason = "its uniform biases are not small beside the weights, so preactivations are not normal";
  return std::nullopt;
}

// E z^4 / (E z^2)^2 - 3 with E z^2 = 1 - 4 p / P, E z^4 = 3 E z^2 - 16 p / P, p the normal density at 2 and P =
// erf(sqrt 2), to 16 digits.
constexpr double truncated_normal_excess_kurtosis = -0.6344632828703505;

std::string reason_against_student(double degrees_of_freedom) {
  if (degrees_of_freedom > 4.0) return "";
  const std::string weights =
      fmt::format("its Student-t weights with {} degrees of freedom have no ", degrees_of_freedom);
  if (degrees_of_freedom > 2.0) return weights + "fourth moment, so means of squared signals have no standard error";
  return weights + "variance";
}

}  // namespace

std::optional<StatedLaw> stated_law(const LayerSpec& spec, std::string& reason) {
  const Law& law = spec.weights;
  const double fan_in = spec.layer.fan_in, fan_out = spec.layer.fan_out;
  const double square = law.scale * law.scale * law.multiplier * law.multiplier;
  if (law.unit_variance) {
    reason = "the initializer scales its weights to the inputs at hand (unit variance)";
    return std::nullopt;
  }
  StatedLaw stated;
  switch (law.family) {
    case Law::Family::constant:
      if (law.scale != 0.0) {
        reason = "its weights are all the same number";
        return std::nullopt;
      }
      break;
    case Law::Family::gaussian:
      stated.weight = fan_in * square;
      break;
    case Law::Family::uniform:
      stated.weight = fan_in * square / 3.0;
      stated.kind = WeightKind::independent;
      stated.excess_kurtosis = -1.2;
      break;
    case Law::Family::truncated_normal:
      stated.weight = fan_in * square;
      stated.kind = WeightKind::independent;
      stated.excess_kurtosis = truncated_normal_excess_kurtosis;
      break;
    case Law::Family::rademacher:
      stated.weight = fan_in * square;
      stated.kind = WeightKind::other;
      break;
    case Law::Family::student_t:
      if (reason = reason_against_student(law.shape); !reason.empty()) return std::nullopt;
      stated.weight = fan_in * square * law.shape / (law.shape - 2.0);
      stated.kind = law.shape > 6.0 ? WeightKind::independent : WeightKind::other;
      if (stated.kind == WeightKind::independent) stated.excess_kurtosis = 6.0 / (law.shape - 4.0);
      break;
    case Law::Family::orthogonal:
      stated.weight = fan_in * square / std::max(fan_in, fan_out);
      stated.kind = WeightKind::other;
      break;
    case Law::Family::filled:
      if (law.scale == 0.0) {
        reason = "the initializer fills its weights itself and states no standard deviation";
        return std::nullopt;
      }
      stated.weight = fan_in * square;
      stated.kind = WeightKind::other;
      break;
  }
  const std::optional<double> bias = bias_variance(spec, stated.weight, reason);
  if (!bias) return std::nullopt;
  stated.bias = *bias;
  if (*bias > 0.0 && spec.biases.family == Law::Family::uniform) stated.bias_excess_kurtosis = -1.2;
  return stated;
}

std::optional<StatedInput> stated_input(const Point& point, std::string& reason) {
  using Distribution = InputSettings::Distribution;
  const InputSettings& settings = point.settings.input;
  const double units = static_cast<double>(point.input->units());
  StatedInput input;
  switch (settings.distribution) {
    case Distribution::gaussian:
      input.mean_square_variance = 2.0 / units;
      input.one_minus_c = settings.count > 1 ? 1.0 - settings.correlation.value_or(0.0) : 0.0;
      input.has_fixed_correlation = false;
      return input;
    case Distribution::sphere:
      input.one_minus_c = settings.count > 1 ? 1.0 - settings.correlation.value_or(0.0) : 0.0;
      input.has_fixed_correlation = settings.correlation.has_value();
      input.fourth_moment = 3.0 * units / (units + 2.0);
      return input;
    case Distribution::constant:
      input.mean = settings.value;
      input.mean_square = settings.value * settings.value;
      input.fourth_moment = input.mean_square * input.mean_square;
      return input;
    case Distribution::file:
      break;
  }
  if (settings.count > 1) {
    reason = "several rows of a file have different lengths and correlations";
    return std::nullopt;
  }
  Batch<double> row(point.input->units(), 1);
  point.input->draw({}, row.view());
  const SampleMoments moments = sample_moments(std::span<const double>(row.view().all()));
  input.mean = moments.mean;
  input.mean_square = moments.second_moment;
  input.fourth_moment = moments.fourth_moment;
  return input;
}

}  // namespace initlab
