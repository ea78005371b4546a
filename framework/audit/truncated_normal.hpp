#pragma once

namespace initlab {

/// A normal law of mean 0 and standard deviation s, cut off at -+ t s (drawn again beyond). Its moments as fractions of
/// the uncut law's, with Z = 2 Phi(t) - 1 and the normal density f: variance 1 - 2 t f(t) / Z, fourth moment
/// 3 variance - 2 t^3 f(t) / Z. For t = 2: standard deviation 0.8796256610, kurtosis 2.3655.
struct TruncatedNormal {
  double bound;  ///< t

  double std() const;
  double kurtosis() const;
  /// P(x <= X), x in units of s.
  double cdf(double x) const;
};

}  // namespace initlab
