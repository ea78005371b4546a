#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace initlab {

/// A vector-valued analytic function on an interval, by Chebyshev interpolation (barycentric, at the points
/// cos(pi j / n); Berrut & Trefethen 2004).
class ChebyshevCell {
 public:
  using Function = std::function<std::optional<std::vector<double>>(double)>;

  /// `f` is asked at 5, 9, 17, 33 points until the last doubling changed it by so little that geometric convergence
  /// puts the error below `tolerance`, which is then tried at a point between. Errors are Euclidean distances
  /// relative to the largest component. None if 33 do not suffice or f has no value somewhere.
  static std::optional<ChebyshevCell> of(const Function& f, double begin, double end, double tolerance);

  std::vector<double> at(double x) const;
  std::size_t nodes() const { return values_.size(); }

 private:
  double begin_ = 0.0;
  double end_ = 0.0;
  std::vector<std::vector<double>> values_;
};

}  // namespace initlab
