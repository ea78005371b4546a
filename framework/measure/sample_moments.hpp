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

/// The highest power of the numbers that is summed up. With the second alone, which takes half the time, mean,
/// variance, second moment and nonfinite fraction have the bits that they have with the fourth; the rest means nothing.
enum class MomentOrder { second, fourth };

/// Sums are taken in double in a fixed order (linear/lane_sums.hpp): the same bits for every processor. With
/// e = (21 + count / 128) 2^-53 the errors are at most e in the second and the fourth moment, relative, and e times the
/// mean magnitude in the mean.
///
/// Variance and kurtosis come from the same sums as long as mean^2 <= limit * variance, and from a second pass around
/// the mean otherwise; so their relative error is at most 1e-6 for float (limit 100, up to 6 million numbers; 6e-10 for
/// a thousand) and 1e-12 for double (limit 1, up to 10 000 numbers; 3e-13 for a thousand), and that of the second pass
/// far below. Equal numbers have variance 0.
///
/// Numbers that overflowed give infinite moments, or NaN (inf - inf). Powers that are no normal double have the digits
/// that double has for them: below 1e-77 the kurtosis loses them.
SampleMoments sample_moments(std::span<const float> numbers, MomentOrder highest = MomentOrder::fourth);
SampleMoments sample_moments(std::span<const double> numbers, MomentOrder highest = MomentOrder::fourth);

}  // namespace initlab
