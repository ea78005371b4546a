#include "audit/mistakes.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "audit/truncated_normal.hpp"

namespace initlab {

std::optional<std::string> family_mistake(const Measured& measured, double meant_std) {
  using std::numbers::sqrt3;
  const auto is_times = [&](double factor) { return measured.agrees_with(meant_std * factor); };
  const bool is_uniform = measured.family == Family::uniform, is_orthogonal = measured.family == Family::orthogonal;
  const double truncated = TruncatedNormal{2.0}.std();

  if (measured.family == Family::truncated_normal && is_times(truncated))
    return "a normal law truncated at 2 standard deviations has 0.8796 of its standard deviation left, and that was "
           "not "
           "corrected";
  if (measured.family == Family::normal && is_times(1.0 / truncated))
    return "corrected for a truncation (1/0.8796) that was not made";
  if (is_uniform && is_times(1.0 / sqrt3))
    return "the standard deviation was taken for the bound (a uniform law's bound is sqrt 3 of it)";
  if (is_uniform && is_times(sqrt3)) return "the bound has a factor sqrt 3 too much";
  if (!is_uniform && !is_orthogonal && is_times(sqrt3))
    return "a uniform law's bound was taken for the standard deviation (factor sqrt 3)";
  return std::nullopt;
}

std::optional<std::string> mistake(const Measured& measured, double meant_std, const WeightMatrix& matrix,
                                   const ActivationGain& activation) {
  if (const auto of_family = family_mistake(measured, meant_std)) return of_family;
  const auto is_times = [&](double factor) { return measured.agrees_with(meant_std * factor); };
  std::string found;
  const auto add = [&](const std::string& cause) { found += (found.empty() ? "" : ", or ") + cause; };
  if (measured.family != Family::orthogonal && matrix.fan_in != matrix.fan_out) {
    const double average = 0.5 * (matrix.fan_in + matrix.fan_out);
    if (is_times(std::sqrt(matrix.fan_in / matrix.fan_out))) add("fan_out was taken for fan_in");
    if (is_times(std::sqrt(matrix.fan_in / average))) add("the mean of fan_in and fan_out was taken for fan_in");
    if (is_times(std::sqrt(matrix.fan_out / matrix.fan_in))) add("fan_in was taken for fan_out");
  }
  if (activation.gain != 1.0) {
    const std::string gain = fmt::format("the gain of {} ({:.4g})", activation.name, activation.gain);
    if (is_times(1.0 / activation.gain)) add(gain + " is missing");
    if (is_times(activation.gain)) add(gain + " is there once too often");
  }
  if (measured.agrees_with(meant_std * meant_std)) add("the variance was taken for the standard deviation");
  if (measured.agrees_with(std::sqrt(meant_std))) add("the root was taken twice");
  return found.empty() ? std::nullopt : std::optional(found);
}

}  // namespace initlab
