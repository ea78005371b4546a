#pragma once
#include "exp.hpp"

namespace initlab::math {

/// With e = e^(-2|x|): |tanh x| = (1 - e)/(1 + e), 1 - tanh^2 x = 4 e/(1 + e)^2. Neither overflows.
namespace detail {

/// e and 1 - e, each to about an ulp; constant beyond 2|x| = 87 (float), 708 (double), where tanh is 1 long since.
template <Real T>
struct TanhParts {
  T e;
  T one_minus_e;
};
template <Real T>
INITLAB_ALWAYS_INLINE TanhParts<T> tanh_parts(T x) {
  const auto exponential = scaled_exponential(at_least(ExpConstants<T>::lowest_normal, T(-2) * magnitude(x)));
  const T scale = exponential.scale();
  return {fused(scale, exponential.q, scale), fused(-scale, exponential.q, T(1) - scale)};
}

/// 1 - tanh^2 x = 1/cosh^2 x without cancellation: at most 5 ulp, but zero where it is below 7e-38 (float) or 2e-307
/// (double), a little above the smallest normal number.
template <Real T>
INITLAB_ALWAYS_INLINE T sech_squared(T x) {
  const T e = tanh_parts(x).e;
  const T sum = T(1) + e;
  const T result = T(4) * e / (sum * sum);
  return T(-2) * magnitude(x) < ExpConstants<T>::lowest_normal ? T(0) : result;
}
template <class T>
Dual<T> sech_squared(Dual<T> x);

}  // namespace detail

/// Hyperbolic tangent. At most 3 ulp, exactly odd, |tanh| <= 1, non-decreasing where it saturates.
template <Real T>
INITLAB_ALWAYS_INLINE T tanh(T x) {
  const T difference = detail::tanh_parts(x).one_minus_e;
  return detail::with_sign_of(x, difference / (T(2) - difference));
}
template <class T>
INITLAB_ALWAYS_INLINE Dual<T> tanh(Dual<T> x) {
  return {tanh(x.value), detail::sech_squared(x.value) * x.derivative};
}

template <class T>
INITLAB_ALWAYS_INLINE Dual<T> detail::sech_squared(Dual<T> x) {
  const T y = sech_squared(x.value);
  return {y, T(-2) * tanh(x.value) * y * x.derivative};
}

}  // namespace initlab::math
