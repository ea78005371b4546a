#pragma once
#include <cstdint>
#include <limits>

#include "statistics/double_double.hpp"
#include "statistics/summary.hpp"

namespace initlab {

/// One quantity over many trials: sums of x and x^2, of log x and (log x)^2 where x > 0, smallest and largest.
///
/// The sums have 106 bits, so that merging is associative to about 2^-100 of the sum of |x|: parts that were
/// accumulated anywhere and merged give the digits of one stream, however the trials were split. (They are still merged
/// in block order, so that the last bit is safe too.) A mean of 1e8 standard deviations leaves the variance of a
/// million samples ten good digits in the worst case and twelve as a rule; a standard deviation below 1e-14 of the mean
/// is rounding, but for equal samples, which have exactly 0.
///
/// The whole range of double is good: x and x^2 are summed in units of a power of two that follows the largest |x|, so
/// squares of 1e200 do not overflow and squares of 1e-200 do not vanish.
///
/// A plain block of bytes without padding, to be stored in a journal. The zero of both signs counts as +0.
class Accumulator {
 public:
  /// NaN means "not defined in this trial": it is counted with the infinities and enters nothing else.
  void add(double x);

  /// As if all samples of `other` had been added here.
  void merge(const Accumulator& other);

  Summary summary() const;

 private:
  void raise_unit_to(std::int64_t exponent);

  std::uint64_t count_ = 0;
  std::uint64_t nonfinite_ = 0;
  std::uint64_t log_count_ = 0;
  std::int64_t unit_exponent_ = lowest_unit_exponent;  ///< x is summed in units of 2^e, x^2 in units of 2^2e
  double min_ = std::numeric_limits<double>::infinity();
  double max_ = -std::numeric_limits<double>::infinity();
  DoubleDouble sum_;
  DoubleDouble sum_of_squares_;
  DoubleDouble log_sum_;
  DoubleDouble log_sum_of_squares_;

  static constexpr std::int64_t lowest_unit_exponent = -960;
};

}  // namespace initlab
