#include "audit/depth_factor.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace initlab {
namespace {

// A matrix of a thousand entries has a standard deviation good to 2.2 per cent, one of a million to 0.07.
constexpr double agreement = 0.03;
// Less than that is no reason to prefer one normalisation to another.
constexpr double indifferent = 1e-3;

struct LogMoments {
  double mean = 0.0, std = 0.0;
  std::size_t count = 0;
};

LogMoments log_moments(const std::vector<double>& numbers) {
  LogMoments moments{.count = numbers.size()};
  if (numbers.empty()) return moments;
  for (const double x : numbers) moments.mean += std::log(x);
  moments.mean /= static_cast<double>(numbers.size());
  for (const double x : numbers) moments.std += std::pow(std::log(x) - moments.mean, 2);
  moments.std = std::sqrt(moments.std / static_cast<double>(numbers.size()));
  return moments;
}

using Normalisation = double (*)(const ScaledMatrix&);
constexpr Normalisation normalisations[] = {
    [](const ScaledMatrix&) { return 1.0; }, [](const ScaledMatrix& m) { return std::sqrt(m.fan_in); },
    [](const ScaledMatrix& m) { return std::sqrt(0.5 * (m.fan_in + m.fan_out)); }};

bool is_last(const ScaledMatrix& m) { return m.place.layer.role == Layer::Role::branch_last; }

LogMoments scales(const std::vector<ScaledMatrix>& matrices, bool of_last, Normalisation normalised) {
  std::vector<double> chosen;
  for (const ScaledMatrix& m : matrices)
    if (m.place.layer.in_branch() && m.place.layer.branch_layers > 1 && is_last(m) == of_last && m.std > 0.0)
      chosen.push_back(m.std * normalised(m));
  return log_moments(chosen);
}

std::string agreeing_rule(const DepthFactor& found) {
  const double blocks = found.blocks, layers = found.branch_layers;
  const auto near = [&](double expected) { return std::abs(found.factor / expected - 1.0) < agreement; };
  if (near(1.0)) return "none";
  if (near(1.0 / std::sqrt(2.0 * blocks))) return "1/sqrt(2L)";
  if (near(1.0 / std::sqrt(blocks))) return "1/sqrt(L)";
  if (layers > 2.0 && near(std::pow(blocks, -1.0 / (2.0 * layers - 2.0)))) return "L^(-1/(2m-2))";
  return "";
}

double spread_with(const std::vector<ScaledMatrix>& matrices, Normalisation normalised) {
  return std::hypot(scales(matrices, true, normalised).std, scales(matrices, false, normalised).std);
}

/// False where no matrix in branches is left to compare with.
bool measure(const std::vector<ScaledMatrix>& matrices, Normalisation normalised, DepthFactor& found) {
  const LogMoments last = scales(matrices, true, normalised), base = scales(matrices, false, normalised);
  if (base.count == 0) return false;
  const LogMoments base_as_is = scales(matrices, false, normalisations[0]);
  found.base_std = std::exp(base_as_is.mean);
  found.base_is_flat = base_as_is.std < agreement;
  for (const ScaledMatrix& m : matrices) {
    found.factors.emplace_back();
    if (is_last(m) && m.place.layer.branch_layers > 1)
      found.factors.back() = m.std * normalised(m) / std::exp(base.mean);
  }
  found.factor = last.count == 0 ? 0.0 : std::exp(last.mean - base.mean);
  found.spread = last.std;
  found.agrees_with = last.count == 0 ? "zero" : agreeing_rule(found);
  return true;
}

}  // namespace

std::optional<DepthFactor> depth_factor(const std::vector<ScaledMatrix>& matrices) {
  DepthFactor found;
  for (const ScaledMatrix& m : matrices) {
    if (!is_last(m) || m.place.layer.branch_layers < 2) continue;
    ++found.last_matrices;
    found.zero_matrices += m.std == 0.0;
    found.blocks = m.place.layer.blocks;
    found.branch_layers = m.place.layer.branch_layers;
  }
  if (found.last_matrices < 2) return std::nullopt;

  double smallest = std::numeric_limits<double>::infinity();
  for (const Normalisation normalised : normalisations)
    smallest = std::min(smallest, spread_with(matrices, normalised));
  // Several serve where each kind of matrix has one shape; a rule then tells which was meant.
  bool is_first = true;
  for (const Normalisation normalised : normalisations) {
    if (spread_with(matrices, normalised) > smallest + indifferent) continue;
    DepthFactor tried = found;
    if (!measure(matrices, normalised, tried)) return std::nullopt;
    if (is_first || !tried.agrees_with.empty()) found = tried;
    is_first = false;
    if (!found.agrees_with.empty()) break;
  }
  return found;
}

}  // namespace initlab
