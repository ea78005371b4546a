#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "statistics/double_double.hpp"
#include "statistics/summary.hpp"

namespace initlab {

/// Several quantities over many trials, one in each lane: sums of x and x^2, of log x and (log x)^2 where x > 0,
/// smallest and largest. A lane knows nothing of the others; sixteen cost what four would cost one by one (SIMD).
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
template <std::size_t Lanes>
class Accumulators {
 public:
  /// The sample of a lane that has none in this trial. A signalling NaN: no arithmetic gives one.
  static constexpr double unobserved = std::numeric_limits<double>::signaling_NaN();

  Accumulators();

  /// One sample a lane. NaN means "not defined in this trial": it is counted with the infinities and enters nothing
  /// else. `unobserved` changes nothing.
  void add(std::span<const double, Lanes> samples);
  void add(double sample) requires(Lanes == 1) { add(std::span<const double, 1>(&sample, 1)); }

  /// As if all samples of `other` had been added here, lane by lane.
  void merge(const Accumulators& other);

  Accumulators<1> lane(std::size_t index) const;
  Summary summary() const requires(Lanes == 1);

 private:
  template <std::size_t>
  friend class Accumulators;

  struct Sums {
    double hi[Lanes] = {}, lo[Lanes] = {};

    DoubleDouble operator[](std::size_t i) const { return {hi[i], lo[i]}; }
    void set(std::size_t i, DoubleDouble to) { hi[i] = to.hi, lo[i] = to.lo; }
  };

  void raise_units_for(const double* finite);
  void raise_unit_to(std::size_t i, std::int64_t exponent);

  std::uint64_t count_[Lanes] = {};
  std::uint64_t nonfinite_[Lanes] = {};
  std::uint64_t log_count_[Lanes] = {};
  std::int64_t unit_exponent_[Lanes];  ///< x is summed in units of 2^e, x^2 in units of 2^2e
  double min_[Lanes];
  double max_[Lanes];
  Sums sum_, sum_of_squares_, log_sum_, log_sum_of_squares_;
};

/// One quantity.
using Accumulator = Accumulators<1>;

extern template class Accumulators<1>;
extern template class Accumulators<16>;

}  // namespace initlab
