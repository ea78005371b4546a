#pragma once
#include "basic.hpp"
#include "exp.hpp"

namespace initlab::math {

/// Near zero erf(x) = x + x S(x^2); in the tail erfc(a) = e^(-a^2) t P(1 - 2 t), t = K/(a + K) (the variable of
/// Shepherd and Laframboise 1981, with the singularity at infinity divided out so that one division is enough).
namespace detail {

/// S is a near-minimax polynomial on |x| <= 0.75, degree 5 (float) and 10 (double); relative error of erf below 2^-29
/// and 2^-56. P is fitted on 0 <= a <= 10.5 and 28, where erfc underflows, degree 10 and 21; relative error below 2^-28
/// and 2^-56.
template <Real T>
struct ErfConstants;
template <>
struct ErfConstants<float> {
  static constexpr std::array near_zero{0x1.06eba8p-3f,  -0x1.81273ap-2f, 0x1.ce2adcp-4f,
                                        -0x1.b7a96ap-6f, 0x1.4f303ap-8f,  -0x1.61e97ep-11f};
  static constexpr float tail_centre = 4.0f;
  static constexpr std::array tail{0x1.18932cp-2f,  -0x1.f3fe32p-3f,  0x1.8be1fep-3f,  -0x1.14eab6p-3f,
                                   0x1.52cb38p-4f,  -0x1.6465b4p-5f,  0x1.38c992p-6f,  -0x1.af01a4p-8f,
                                   0x1.9842d4p-10f, -0x1.7e099ep-14f, -0x1.87346ap-13f};
  static constexpr float underflow = 16.0f;  ///< e^(-x^2/2) is zero from here on
};
template <>
struct ErfConstants<double> {
  static constexpr std::array near_zero{0x1.06eba8214db69p-3,   -0x1.812746b0379ffp-2,  0x1.ce2f21a0436dcp-4,
                                        -0x1.b82ce312a5c9ap-6,  0x1.565bcd0f1f77bp-8,   -0x1.c02db33dbffb6p-11,
                                        0x1.f9a2ec8844396p-14,  -0x1.f4ca368948842p-17, 0x1.b93f7675a8132p-20,
                                        -0x1.5780d5cbe862ep-23, 0x1.909d1c657e99ap-27};
  static constexpr double tail_centre = 3.5;
  static constexpr std::array tail{
      0x1.3e0a99a0ee914p-2,   -0x1.125f977a879f6p-2, 0x1.9627d82db8aafp-3,   -0x1.fd5fb892e845p-4,
      0x1.082dbe3d5903cp-4,   -0x1.b02834b391d06p-6, 0x1.f08cbf2dd88f9p-8,   -0x1.dbe9479f8c85ep-11,
      -0x1.871347dc9c0f5p-12, 0x1.ac2339f79f55bp-13, -0x1.933fbae80661bp-17, -0x1.66719e80a4045p-16,
      0x1.6589d07d3cf92p-18,  0x1.15cf5b9c04213p-19, -0x1.0421138671e9cp-20, -0x1.e8e01c58698a7p-23,
      0x1.51735ad063ab4p-23,  0x1.1d8fb0e0458fbp-25, -0x1.9784f654cda4ap-26, -0x1.aa4a1a8dd4683p-28,
      0x1.5bf56f5bf0dafp-29,  0x1.faf318732a3cap-31};
  static constexpr double underflow = 64.0;
};

template <Real T>
INITLAB_ALWAYS_INLINE T bounded_magnitude(T x) {
  return at_most(ErfConstants<T>::underflow, magnitude(x));
}

/// e^(factor x^2), factor -1 or -1/2. The square is carried in two words: rounded once it would cost x^2 ulp.
template <Real T>
INITLAB_ALWAYS_INLINE T exp_of_square(double factor, T x) {
  const T a = bounded_magnitude(x);
  const T square = a * a;
  const T square_low = fused(a, a, -square);
  return exp_of_nonpositive(T(factor) * square, T(factor) * square_low);
}
template <class T>
INITLAB_ALWAYS_INLINE Dual<T> exp_of_square(double factor, Dual<T> x) {
  const T y = exp_of_square(factor, x.value);
  return {y, T(2 * factor) * x.value * y * x.derivative};
}

/// erf(x) for |x| <= 0.75.
template <Real T>
INITLAB_ALWAYS_INLINE T erf_near_zero(T x) {
  return fused(x, polynomial(x * x, ErfConstants<T>::near_zero), x);
}

/// e^(y^2) erfc(y) for y = a + a_low, 0 <= a < infinity, a_low within rounding of a.
template <Real T>
INITLAB_ALWAYS_INLINE T scaled_erfc(T a, T a_low = T(0)) {
  constexpr T centre = ErfConstants<T>::tail_centre;
  const T sum = a + centre;
  const T t = centre / sum;
  // t in two words: P changes three times as fast as t where a is small, and an ulp of t would become four.
  const T sum_low = a - (sum - centre) + a_low;
  const T t_low = fused(-t, sum_low, fused(-t, sum, centre)) * (t * (T(1) / centre));
  const T u = fused(T(-2), t_low, fused(T(-2), t, T(1)));
  return (t + t_low) * polynomial(u, ErfConstants<T>::tail);
}

}  // namespace detail

/// Error function. At most 2 ulp, exactly odd, |erf| <= 1.
template <Real T>
INITLAB_ALWAYS_INLINE T erf(T x) {
  using namespace detail;
  const T a = bounded_magnitude(x);
  const T tail = scaled_erfc(a) * exp_of_square(-1, x);
  return with_sign_of(x, a > T(0.75) ? T(1) - tail : erf_near_zero(a));
}
template <class T>
INITLAB_ALWAYS_INLINE Dual<T> erf(Dual<T> x) {
  constexpr double two_by_sqrt_pi = 1.1283791670955126;
  return {erf(x.value), T(two_by_sqrt_pi) * detail::exp_of_square(-1, x.value) * x.derivative};
}

/// 1 - erf(x) without cancellation: at most 6 ulp down to where it underflows, gradually, at x = 10.05 (float), 27.2
/// (double).
template <Real T>
INITLAB_ALWAYS_INLINE T erfc(T x) {
  using namespace detail;
  const T a = bounded_magnitude(x);
  const T tail = scaled_erfc(a) * exp_of_square(-1, x);
  const T outer = x < T(0) ? T(2) - tail : tail;
  return a > T(0.5) ? outer : T(1) - erf_near_zero(x);
}
template <class T>
INITLAB_ALWAYS_INLINE Dual<T> erfc(Dual<T> x) {
  const Dual<T> y = erf(x);
  return {erfc(x.value), -y.derivative};
}

}  // namespace initlab::math
