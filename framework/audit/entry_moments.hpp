#pragma once
#include <cstddef>
#include <span>

#include "statistics/intervals.hpp"

namespace initlab {

/// What a matrix's entries are like, seen as one sample.
struct EntryMoments {
  std::size_t count = 0, nonfinite = 0, zeros = 0;
  double mean = 0.0;
  double std = 0.0;       ///< with n - 1
  double kurtosis = 0.0;  ///< fourth central moment over squared variance: 3 for a normal law; 0 without spread
  double smallest = 0.0, largest = 0.0;
  double largest_size = 0.0;  ///< max |w|
};

/// Of the finite entries; `count` counts these.
EntryMoments entry_moments(std::span<const double> entries);

/// Degrees of freedom nu of the chi-square law with the mean and variance of the sample variance of `count` numbers of
/// a law with this kurtosis: Var s^2 = sigma^4 (kurtosis - (n-3)/(n-1)) / n = 2 sigma^4 / nu. For a normal law nu = n -
/// 1 and everything below is exact.
double spread_degrees(std::size_t count, double kurtosis);

/// Interval that holds the law's standard deviation with probability `confidence`. Two numbers or more.
Interval std_interval(double sample_std, std::size_t count, double kurtosis, double confidence);

/// Two-sided p-value of a sample standard deviation where the law's is `expected`: twice the smaller chi-square tail.
double spread_p_value(double sample_std, double expected, std::size_t count, double kurtosis);

}  // namespace initlab
