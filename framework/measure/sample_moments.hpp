#pragma once
#include <cstddef>
#include <span>

namespace initlab {

/// Moments of the numbers of one layer (all units, all inputs) in one network.
struct SampleMoments {
  double mean;
  double variance;  ///< around the mean, divided by the count
  double second_moment, fourth_moment;
  double kurtosis;  ///< fourth central moment / variance^2; 3 for a normal; NaN where the variance is 0
  double zero_fraction, nonfinite_fraction;
};

/// Sums are taken in double, in eight lanes added in a fixed order: the same bits for every processor. Two passes, so
/// that a variance far below the squared mean keeps its digits. Numbers that overflowed give infinite moments, or NaN
/// (inf - inf).
SampleMoments sample_moments(std::span<const float> numbers);
SampleMoments sample_moments(std::span<const double> numbers);

/// Sum of x_i y_i in double, in the same fixed order.
double dot(std::span<const float> x, std::span<const float> y);
double dot(std::span<const double> x, std::span<const double> y);

}  // namespace initlab
