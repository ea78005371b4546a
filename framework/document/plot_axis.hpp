#pragma once
#include <string>
#include <vector>

namespace initlab {

/// An axis of a plot from `low` to `high`, marked at multiples of 1, 2 or 5 times a power of ten.
class PlotAxis {
 public:
  /// At most `most` marks, at least two. Throws DomainError unless low < high, both finite.
  PlotAxis(double low, double high, int most);

  double low() const { return low_; }
  double high() const { return high_; }
  const std::vector<double>& ticks() const { return ticks_; }
  /// "-0.5": all ticks of an axis have the same number of decimals.
  std::string label(double tick) const;

 private:
  double low_, high_;
  int decimals_ = 0;
  std::vector<double> ticks_;
};

}  // namespace initlab
