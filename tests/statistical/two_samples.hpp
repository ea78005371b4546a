#pragma once
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "statistics/kolmogorov.hpp"

namespace initlab::testing {

/// Samples of several named statistics, one after the other of each.
struct NamedSamples {
  std::vector<std::string> names;
  std::vector<std::vector<double>> samples;

  explicit NamedSamples(std::vector<std::string> of) : names(std::move(of)), samples(names.size()) {}
  /// What differs by rounding only counts as equal: some statistics are constants under some laws (lengths under
  /// orthogonal matrices). Equal values make the test's p-values larger, never smaller.
  void add(const std::vector<double>& values, double rounding) {
    for (std::size_t s = 0; s < values.size(); ++s)
      samples[s].push_back(std::nearbyint(values[s] / rounding) * rounding);
  }
};

struct Comparison {
  std::string name;
  double p_value;
};

/// Two-sample Kolmogorov-Smirnov tests of each statistic, the least likely first.
inline std::vector<Comparison> compare(const NamedSamples& a, const NamedSamples& b) {
  std::vector<Comparison> all;
  for (std::size_t s = 0; s < a.names.size(); ++s)
    all.push_back({a.names[s], kolmogorov_test(a.samples[s], b.samples[s]).p_value});
  std::ranges::sort(all, {}, &Comparison::p_value);
  return all;
}

/// The p-value below which one of `tests` is rejected, so that all together are false alarms with probability 1e-3
/// (Sidak 1967; for tests that depend on one another it is less).
inline double rejected_below(std::size_t tests) { return 1.0 - std::pow(1.0 - 1e-3, 1.0 / double(tests)); }

}  // namespace initlab::testing
