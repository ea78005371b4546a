#pragma once
#include "../dual.hpp"
#include "real.hpp"

namespace initlab::math {

/// atan(a) = a + a^3 P(a^2) for a <= 1, pi/2 - atan(1/a) above.
namespace detail {

/// P is a near-minimax polynomial on a <= 1, degree 8 (float) and 19 (double); relative error of atan below 2^-28 and
/// 2^-57.
template <Real T>
struct AtanConstants;
template <>
struct AtanConstants<float> {
  static constexpr float half_pi_high = 0x1.921fb6p+0f;
  static constexpr float half_pi_low = -0x1.777a5cp-25f;
  static constexpr std::array polynomial{-0x1.55553ap-2f, 0x1.9991p-3f,    -0x1.24177ap-3f,
                                         0x1.c0317ep-4f,  -0x1.5709bap-4f, 0x1.d6de14p-5f,
                                         -0x1.f722e6p-6f, 0x1.5d871ap-7f,  -0x1.c7dc84p-10f};
};
template <>
struct AtanConstants<double> {
  static constexpr double half_pi_high = 0x1.921fb54442d18p+0;
  static constexpr double half_pi_low = 0x1.1a62633145c07p-54;
  static constexpr std::array polynomial{
      -0x1.555555555551dp-2, 0x1.9999999994b53p-3,  -0x1.249249235c629p-3,  0x1.c71c71782a084p-4,
      -0x1.745d112c5b8a9p-4, 0x1.3b1360db02eccp-4,  -0x1.110e236e1654fp-4,  0x1.e1b9926ca883p-5,
      -0x1.ae555ea8a5a52p-5, 0x1.82bc837111c7ap-5,  -0x1.595599fa2e18bp-5,  0x1.2b9096e6e2cb7p-5,
      -0x1.e80b135127f28p-6, 0x1.65e23ff648513p-6,  -0x1.c329ce2bcadbfp-7,  0x1.d189b6585a95cp-8,
      -0x1.73e5496102795p-9, 0x1.ab16293527fe8p-11, -0x1.378b383ee26c8p-13, 0x1.afb1988780117p-17};
};

}  // namespace detail

/// Arc tangent. At most 2 ulp, exactly odd, |atan| <= pi/2.
template <Real T>
INITLAB_ALWAYS_INLINE T atan(T x) {
  using C = detail::AtanConstants<T>;
  const T a = detail::magnitude(x);
  const bool inverted = a > T(1);
  const T y = inverted ? T(1) / a : a;
  const T square = y * y;
  const T correction = square * y * detail::polynomial(square, C::polynomial);
  const T result = inverted ? C::half_pi_high - (y + (correction - C::half_pi_low)) : y + correction;
  return detail::with_sign_of(x, result);
}
template <class T>
INITLAB_ALWAYS_INLINE Dual<T> atan(Dual<T> x) {
  return {atan(x.value), x.derivative / (T(1) + x.value * x.value)};
}

}  // namespace initlab::math
