#include "theory/bracketed_root.hpp"

#include <boost/math/tools/toms748_solve.hpp>

namespace initlab {

double bracketed_root(const std::function<double(double)>& f, const RootBracket& bracket) {
  if (bracket.value_at_begin == 0.0) return bracket.begin;
  if (bracket.value_at_end == 0.0) return bracket.end;
  // Tighter than this, rounding in f only makes it bisect.
  const boost::math::tools::eps_tolerance<double> tolerance(50);
  boost::uintmax_t evaluations = 100;
  const auto [below, above] = boost::math::tools::toms748_solve(f, bracket.begin, bracket.end, bracket.value_at_begin,
                                                                bracket.value_at_end, tolerance, evaluations);
  return 0.5 * (below + above);
}

}  // namespace initlab
