#include "results/known_quantities.hpp"

#include <cmath>
#include <limits>

namespace initlab {

std::optional<std::size_t> find_quantity(const RunResult& result, std::string_view name) {
  for (std::size_t q = 0; q < result.quantities.size(); ++q)
    if (result.quantities[q].name == name) return q;
  return std::nullopt;
}

double typical(const Summary& summary) {
  return summary.log_count > 0 ? std::exp(summary.log_mean) : std::numeric_limits<double>::quiet_NaN();
}

double factor_per_layer(const Summary& first, const Summary& last, double steps) {
  if (first.log_count == 0 || last.log_count == 0 || steps <= 0) return std::numeric_limits<double>::quiet_NaN();
  return std::exp((last.log_mean - first.log_mean) / steps);
}

}  // namespace initlab
