#pragma once
#include <type_traits>

#include "../dual.hpp"
#include "real.hpp"

namespace initlab::math {

/// Correctly rounded. sqrt'(0) is infinite.
INITLAB_ALWAYS_INLINE float sqrt(float x) { return __builtin_sqrtf(x); }
INITLAB_ALWAYS_INLINE double sqrt(double x) { return __builtin_sqrt(x); }
template <class T>
INITLAB_ALWAYS_INLINE Dual<T> sqrt(Dual<T> x) {
  const T root = sqrt(x.value);
  return {root, T(0.5) / root * x.derivative};
}

/// a * b + c, rounded once.
template <Real T>
INITLAB_ALWAYS_INLINE T fma(T a, std::type_identity_t<T> b, std::type_identity_t<T> c) {
  return detail::fused(a, b, c);
}
template <class T>
INITLAB_ALWAYS_INLINE Dual<T> fma(Dual<T> a, std::type_identity_t<Dual<T>> b, std::type_identity_t<Dual<T>> c) {
  return {fma(a.value, b.value, c.value), fma(a.derivative, b.value, fma(a.value, b.derivative, c.derivative))};
}

/// abs'(0) is 1.
template <Real T>
INITLAB_ALWAYS_INLINE T abs(T x) {
  return detail::magnitude(x);
}
template <class T>
INITLAB_ALWAYS_INLINE Dual<T> abs(Dual<T> x) {
  return {abs(x.value), x.value < 0 ? -x.derivative : x.derivative};
}

/// The larger and the smaller of two. Of equal arguments, or if one is NaN, the first is taken: max(z, T(0)) keeps NaN
/// and has the derivative 1 at 0.
template <class T>
INITLAB_ALWAYS_INLINE T max(T a, std::type_identity_t<T> b) {
  return a < b ? b : a;
}
template <class T>
INITLAB_ALWAYS_INLINE T min(T a, std::type_identity_t<T> b) {
  return b < a ? b : a;
}

/// x^n for an integer n by repeated squaring, pow(x, 0) = 1. The relative error grows with n, by half an ulp a factor.
template <class T, std::same_as<int> Int>
INITLAB_ALWAYS_INLINE T pow(T x, Int n) {
  const unsigned size = n < 0 ? 0u - static_cast<unsigned>(n) : static_cast<unsigned>(n);
  T square = x;
  T product = size & 1u ? x : T(1);
  for (unsigned rest = size >> 1; rest != 0; rest >>= 1) {
    square = square * square;
    if (rest & 1u) product = product * square;
  }
  return n < 0 ? T(1) / product : product;
}

}  // namespace initlab::math
