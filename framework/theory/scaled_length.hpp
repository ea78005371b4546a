#pragma once

namespace initlab {

/// A mean square value * exp(log_unit), which may lie far outside the range of double precision. The unit is 1 unless
/// the number is below 1e-100 or above 1e100, so that ordinary numbers are ordinary doubles.
struct ScaledLength {
  double value;
  double log_unit = 0.0;

  double log() const;
  /// In the unit 1; zero or infinity where double precision ends.
  double plain() const;
  /// The same number in the unit that fits it.
  ScaledLength fitted() const;
};

/// A number in units of `log_unit`, given in units of `from`.
double converted(double value, double from, double log_unit);

}  // namespace initlab
