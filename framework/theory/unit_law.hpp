#pragma once
#include <span>

#include "theory/moments.hpp"
#include "theory/shifted_moments.hpp"

namespace initlab {

/// A number that units of x_0 have, and the share of the units that have it.
struct UnitShare {
  double value;
  double share;
};

/// The law of the units of x_l = a x_0 + N(0, v) in a residual network whose branches end in a matrix, for what phi
/// makes of them: over the units of x_0 a mean of shifted normal numbers. Starts as that of x_0: a = 1, v = 0.
class UnitLaw {
 public:
  /// Keeps a view. No units stand for normal ones.
  explicit UnitLaw(std::span<const UnitShare> units);

  /// Whether x_l is normal, so that its length says everything: x_0 was, or no longer shows beside v.
  bool is_normal() const { return is_normal_; }

  /// x_(l+1) = skip x_l + N(0, added_variance); skip is 0 where a projection mixes the units.
  void pass(double skip, double added_variance);

  /// E[phi(factor x)^2] and E[phi'(factor x)^2], unless the law is normal.
  double mean_square(const Moments& phi, double factor) const { return expectation(&second_moment, phi, factor); }
  double mean_square_slope(const Moments& phi, double factor) const {
    return expectation(&derivative_second_moment, phi, factor);
  }

 private:
  using Moment = double (*)(const Moments&, const ShiftedGaussian&);
  double expectation(Moment moment, const Moments& phi, double factor) const;

  std::span<const UnitShare> units_;
  bool is_normal_;
  double largest_ = 0.0;
  double factor_ = 1.0;    // a
  double variance_ = 0.0;  // v
};

}  // namespace initlab
