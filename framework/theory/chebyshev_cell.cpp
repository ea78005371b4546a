#include "theory/chebyshev_cell.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace initlab {
namespace {

constexpr std::size_t fewest = 4;  // intervals between nodes
constexpr std::size_t most = 32;
// No node of any doubling is near it.
constexpr double trial = 0.2718;

double node(std::size_t j, std::size_t intervals) {
  return std::cos(std::numbers::pi * static_cast<double>(j) / static_cast<double>(intervals));
}

double relative_distance(const std::vector<double>& a, const std::vector<double>& b) {
  double distance = 0.0;
  double largest = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    distance += (a[k] - b[k]) * (a[k] - b[k]);
    largest = std::max(largest, std::abs(b[k]));
  }
  return largest > 0.0 ? std::sqrt(distance) / largest : std::sqrt(distance);
}

}  // namespace

std::vector<double> ChebyshevCell::at(double x) const {
  const double t = (2.0 * x - begin_ - end_) / (end_ - begin_);
  const std::size_t intervals = values_.size() - 1;
  std::vector<double> weights(values_.size());
  double total = 0.0;
  for (std::size_t j = 0; j <= intervals; ++j) {
    const double distance = t - node(j, intervals);
    if (distance == 0.0) return values_[j];
    weights[j] = (j % 2 == 0 ? 1.0 : -1.0) * (j == 0 || j == intervals ? 0.5 : 1.0) / distance;
    total += weights[j];
  }
  std::vector<double> sum(values_.front().size());
  for (std::size_t j = 0; j <= intervals; ++j) {
    const double weight = weights[j] / total;
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += weight * values_[j][k];
  }
  return sum;
}

std::optional<ChebyshevCell> ChebyshevCell::of(const Function& f, double begin, double end, double tolerance) {
  const auto place = [&](double t) { return 0.5 * (begin + end) + 0.5 * (end - begin) * t; };
  std::optional<std::vector<double>> at_trial;
  ChebyshevCell coarse;
  coarse.begin_ = begin;
  coarse.end_ = end;
  for (std::size_t intervals = fewest; intervals <= most; intervals *= 2) {
    ChebyshevCell cell = coarse;
    cell.values_.clear();
    double change = intervals == fewest ? 1.0 : 0.0;
    for (std::size_t j = 0; j <= intervals; ++j) {
      const bool is_known = !coarse.values_.empty() && j % 2 == 0;
      if (is_known) {
        cell.values_.push_back(coarse.values_[j / 2]);
        continue;
      }
      const double x = place(node(j, intervals));
      auto value = f(x);
      if (!value) return std::nullopt;
      if (!coarse.values_.empty()) change = std::max(change, relative_distance(coarse.at(x), *value));
      cell.values_.push_back(std::move(*value));
    }
    // The error is squared by a doubling.
    if (change * change <= tolerance) {
      const double x = place(trial);
      if (!at_trial) at_trial = f(x);
      if (!at_trial) return std::nullopt;
      if (relative_distance(cell.at(x), *at_trial) <= tolerance) return cell;
    }
    coarse = std::move(cell);
  }
  return std::nullopt;
}

}  // namespace initlab
