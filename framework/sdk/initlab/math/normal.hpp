#pragma once
#include "erf.hpp"

namespace initlab::math {

/// Density of the standard normal distribution, e^(-x^2/2) / sqrt(2 pi). At most 3 ulp, with gradual underflow.
template <class T>
INITLAB_ALWAYS_INLINE T normal_pdf(T x) {
  constexpr double one_by_sqrt_two_pi = 0.3989422804014327;
  return T(one_by_sqrt_two_pi) * detail::exp_of_square(-0.5, x);
}

/// Distribution function of the standard normal distribution, erfc(-x / sqrt 2) / 2. At most 6 ulp, also in the lower
/// tail, down to where it underflows, gradually, at x = -14.1 (float), -38.4 (double); non-decreasing where it
/// saturates at 1.
template <Real T>
INITLAB_ALWAYS_INLINE T normal_cdf(T x) {
  using namespace detail;
  constexpr T sqrt_half = T(0x1.6a09e667f3bcdp-1);
  constexpr T sqrt_half_low = std::same_as<T, float> ? T(0x1.9fcef4p-27) : T(-0x1.bdd3413b26456p-55);
  const T bounded = bounded_magnitude(x);
  const T a = sqrt_half * bounded;
  const T a_low = fused(sqrt_half_low, bounded, fused(sqrt_half, bounded, -a));
  const T tail = T(0.5) * scaled_erfc(a, a_low) * exp_of_square(-0.5, x);
  const T outer = x < T(0) ? tail : T(1) - tail;
  return a > T(0.5) ? outer : fused(T(0.5), erf_near_zero(sqrt_half * x), T(0.5));
}
template <class T>
INITLAB_ALWAYS_INLINE Dual<T> normal_cdf(Dual<T> x) {
  return {normal_cdf(x.value), normal_pdf(x.value) * x.derivative};
}

}  // namespace initlab::math
