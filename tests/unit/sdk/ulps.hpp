#pragma once
#include <algorithm>
#include <cmath>
#include <limits>

namespace initlab::test {

/// Distance of a result from the exact value, in units in the last place of the exact value. An overflow counts as the
/// power of two at which it happens; NaN against NaN is 0, against anything else infinite.
template <class T, class Exact>
double ulps_between(T result, Exact exact) {
  using Limits = std::numeric_limits<T>;
  if (std::isnan(result) || std::isnan(exact))
    return std::isnan(result) && std::isnan(exact) ? 0.0 : std::numeric_limits<double>::infinity();
  const Exact overflow = std::ldexp(Exact(1), Limits::max_exponent);
  const Exact rounded = std::clamp<Exact>(result, -overflow, overflow);
  const Exact bounded = std::clamp<Exact>(exact, -overflow, overflow);
  const int exponent =
      bounded == 0 ? Limits::min_exponent - 1 : std::max(std::ilogb(bounded), Limits::min_exponent - 1);
  const Exact ulp = std::ldexp(Exact(1), exponent - (Limits::digits - 1));
  return static_cast<double>(std::fabs(rounded - bounded) / ulp);
}

}  // namespace initlab::test
