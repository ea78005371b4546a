#pragma once
#include "../dual.hpp"
#include "real.hpp"

namespace initlab::math {

/// x = n pi/2 + r with n = round(2 x/pi), |r| <= pi/4 (Cody and Waite 1980, pi/2 in three words);
/// sin r = r + r^3 S(r^2), cos r = 1 - r^2/2 + r^4 C(r^2).
namespace detail {

/// S and C are minimax polynomials on r^2 <= 0.6186, of degree 2 (float) and 5 (double); relative error of sin and cos
/// below 2^-27.9 and 2^-57.9.
template <Real T>
struct TrigonometricConstants;
template <>
struct TrigonometricConstants<float> {
  static constexpr float two_by_pi = 0x1.45f306p-1f;
  static constexpr std::array half_pi{0x1.921fb6p+0f, -0x1.777a5cp-25f, -0x1.ee59dap-50f};
  static constexpr std::array sin{-0x1.555546p-3f, 0x1.110778p-7f, -0x1.995392p-13f};
  static constexpr std::array cos{0x1.55554ap-5f, -0x1.6c0c1ap-10f, 0x1.99e104p-16f};
};
template <>
struct TrigonometricConstants<double> {
  static constexpr double two_by_pi = 0x1.45f306dc9c883p-1;
  static constexpr std::array half_pi{0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110};
  static constexpr std::array sin{-0x1.5555555555549p-3, 0x1.111111110f889p-7,   -0x1.a01a019c104fep-13,
                                  0x1.71de3574c7893p-19, -0x1.ae5e62e176999p-26, 0x1.5d91cb2a6313dp-33};
  static constexpr std::array cos{0x1.555555555554cp-5,   -0x1.6c16c16c1520ap-10, 0x1.a01a019cbbd33p-16,
                                  -0x1.27e4f80f47e96p-22, 0x1.1ee9ee81e298bp-29,  -0x1.8faf853fd826dp-37};
};

template <Real T>
struct Quadrant {
  T r;
  Bits<T> n;  ///< in the lowest two bits
};
template <Real T>
INITLAB_ALWAYS_INLINE Quadrant<T> quadrant_of(T x) {
  using C = TrigonometricConstants<T>;
  const T shifted = fused(x, C::two_by_pi, integer_shift<T>);
  const T n = shifted - integer_shift<T>;
  const T r = fused(n, -C::half_pi[2], fused(n, -C::half_pi[1], fused(n, -C::half_pi[0], x)));
  // Too large an x leaves any r: the limit keeps |sin| <= 1. NaN stays.
  constexpr T limit = T(0.8);
  return {at_least(-limit, at_most(limit, r)), to_bits(shifted)};
}

/// sin(r + n pi/2).
template <Real T>
INITLAB_ALWAYS_INLINE T sin_of_quadrant(T r, Bits<T> n) {
  using C = TrigonometricConstants<T>;
  const T square = r * r;
  const T sin_r = fused(square * r, polynomial(square, C::sin), r);
  const T cos_r = fused(square, fused(square, polynomial(square, C::cos), T(-0.5)), T(1));
  const T result = (n & 1) ? cos_r : sin_r;
  return from_bits<T>(to_bits(result) ^ (n >> 1 << (8 * sizeof(T) - 1)));
}

}  // namespace detail

/// Sine and cosine. At most 2 ulp for |x| <= 1e5 (float), 1e9 (double); beyond that only |sin| <= 1 is promised, and
/// the digits are lost one by one as x grows. sin is exactly odd, cos exactly even; NaN at infinity.
template <Real T>
INITLAB_ALWAYS_INLINE T sin(T x) {
  const auto [r, n] = detail::quadrant_of(x);
  return x == T(0) ? x : detail::sin_of_quadrant<T>(r, n);
}
template <Real T>
INITLAB_ALWAYS_INLINE T cos(T x) {
  const auto [r, n] = detail::quadrant_of(x);
  return detail::sin_of_quadrant<T>(r, n + 1);
}

template <class T>
Dual<T> cos(Dual<T> x);

template <class T>
INITLAB_ALWAYS_INLINE Dual<T> sin(Dual<T> x) {
  return {sin(x.value), cos(x.value) * x.derivative};
}
template <class T>
INITLAB_ALWAYS_INLINE Dual<T> cos(Dual<T> x) {
  return {cos(x.value), -sin(x.value) * x.derivative};
}

}  // namespace initlab::math
