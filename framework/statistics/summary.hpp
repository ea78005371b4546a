#pragma once
#include <cstdint>

namespace initlab {

/// What is known about one quantity after some trials. A number that the samples do not determine is NaN.
struct Summary {
  std::uint64_t count = 0;      ///< finite samples; everything below is about these
  std::uint64_t nonfinite = 0;  ///< infinities, and NaNs: trials in which the quantity is not defined

  double mean = 0.0;                ///< NaN without samples
  double standard_error = 0.0;      ///< of the mean: standard_deviation / sqrt(count); NaN below two samples
  double standard_deviation = 0.0;  ///< with n - 1; NaN below two samples
  double min = 0.0;                 ///< NaN without samples
  double max = 0.0;                 ///< NaN without samples

  std::uint64_t log_count = 0;  ///< samples above zero; log_mean and log_std are about these
  double log_mean = 0.0;        ///< of the natural logarithms; NaN without positive samples
  double log_std = 0.0;         ///< of the natural logarithms, with n - 1; NaN below two positive samples
};

}  // namespace initlab
