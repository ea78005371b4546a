#include "theory/unit_law.hpp"

#include <algorithm>
#include <cmath>

namespace initlab {

UnitLaw::UnitLaw(std::span<const UnitShare> units) : units_(units), is_normal_(units.empty()) {
  for (const UnitShare& unit : units) largest_ = std::max(largest_, std::abs(unit.value));
}

void UnitLaw::pass(double skip, double added_variance) {
  if (is_normal_) return;
  factor_ *= skip;
  variance_ = skip * skip * variance_ + added_variance;
  // Means of 1e-17 standard deviations do not show in double precision.
  is_normal_ = std::abs(factor_) * largest_ <= 1e-17 * std::sqrt(variance_);
}

double UnitLaw::expectation(Moment moment, const Moments& phi, double factor) const {
  double total = 0.0;
  for (const UnitShare& unit : units_)
    total += unit.share * moment(phi, {factor * factor_ * unit.value, factor * factor * variance_});
  return total;
}

}  // namespace initlab
