#pragma once
#include <cstddef>
#include <cstdint>

namespace initlab {

/// From a measured number to what may be said about it. Relative error of the functions about 1e-14; their last digits
/// come from the machine's exp and log and may differ between machines, so they are for verdicts, not for what is
/// hashed.

/// P(z <= x), z standard normal.
double normal_cdf(double x);

/// The x with P(z <= x) = probability. -inf at 0 and +inf at 1. Throws DomainError outside [0, 1].
double normal_quantile(double probability);

/// P(|z| >= |x|): the p-value of a z-score.
double two_sided_p_value(double z);

/// (measured - expected) / standard_error. Without spread, 0 if they are equal and infinite if not; NaN if any is NaN
/// or if the standard error is infinite.
double z_score(double measured, double standard_error, double expected);

/// Level of each of `tests` independent tests such that all of them together give a false alarm with probability
/// `family_level`: 1 - (1 - a)^(1/m) (Sidak 1967). Conservative for positively dependent tests. Throws DomainError
/// unless 0 < family_level < 1 and tests > 0.
double sidak_level(double family_level, std::size_t tests);

struct Interval {
  double low = 0.0;
  double high = 0.0;

  bool contains(double x) const { return x >= low && x <= high; }
};

/// Interval that holds the mean with probability `confidence`: mean -+ t standard_error, Student's t with count - 1
/// degrees of freedom; exact for normal samples. Throws DomainError below two samples.
Interval mean_interval(double mean, double standard_error, std::uint64_t count, double confidence);

/// Interval that holds the variance of a *normal* law with probability `confidence`, from the sample variance (n - 1)
/// of `count` samples: (n-1) s^2 / chi^2 quantiles. Not for other laws: with a kurtosis above 3 it is too short. Throws
/// DomainError below two samples.
Interval variance_interval(double sample_variance, std::uint64_t count, double confidence);

}  // namespace initlab
