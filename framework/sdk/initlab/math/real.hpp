#pragma once
#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>

// A call inside a batch loop ends its vectorisation, and the compilers' inlining limits are below the size of these
// functions.
#define INITLAB_ALWAYS_INLINE [[gnu::always_inline]] inline

namespace initlab::math {

template <class T>
concept Real = std::same_as<T, float> || std::same_as<T, double>;

}  // namespace initlab::math

/// What the elementary functions are made of: explicit fused multiply-adds, selects and bit patterns.
namespace initlab::math::detail {

template <Real T>
struct Format;
template <>
struct Format<float> {
  using Bits = std::uint32_t;
  static constexpr int mantissa_bits = 23;
  static constexpr Bits exponent_bias = 127;
};
template <>
struct Format<double> {
  using Bits = std::uint64_t;
  static constexpr int mantissa_bits = 52;
  static constexpr Bits exponent_bias = 1023;
};
template <Real T>
using Bits = typename Format<T>::Bits;

template <Real T>
inline constexpr T infinity = std::numeric_limits<T>::infinity();
template <Real T>
inline constexpr T not_a_number = std::numeric_limits<T>::quiet_NaN();

template <Real T>
INITLAB_ALWAYS_INLINE Bits<T> to_bits(T x) {
  return std::bit_cast<Bits<T>>(x);
}
template <Real T>
INITLAB_ALWAYS_INLINE T from_bits(Bits<T> bits) {
  return std::bit_cast<T>(bits);
}

/// a * b + c, rounded once.
INITLAB_ALWAYS_INLINE float fused(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
INITLAB_ALWAYS_INLINE double fused(double a, double b, double c) { return __builtin_fma(a, b, c); }

INITLAB_ALWAYS_INLINE float magnitude(float x) { return __builtin_fabsf(x); }
INITLAB_ALWAYS_INLINE double magnitude(double x) { return __builtin_fabs(x); }

/// |x| with the sign of `sign`.
INITLAB_ALWAYS_INLINE float with_sign_of(float sign, float x) { return __builtin_copysignf(x, sign); }
INITLAB_ALWAYS_INLINE double with_sign_of(double sign, double x) { return __builtin_copysign(x, sign); }

/// x limited from one side; NaN stays.
template <Real T>
INITLAB_ALWAYS_INLINE T at_most(T limit, T x) {
  return x > limit ? limit : x;
}
template <Real T>
INITLAB_ALWAYS_INLINE T at_least(T limit, T x) {
  return x < limit ? limit : x;
}

/// The power of two whose exponent field is `biased_exponent`.
template <Real T>
INITLAB_ALWAYS_INLINE T power_of_two(Bits<T> biased_exponent) {
  return from_bits<T>(biased_exponent << Format<T>::mantissa_bits);
}

/// 1.5 * 2^mantissa_bits: adding it rounds a number below 2^(mantissa_bits - 1) to the nearest integer, ties to even,
/// and leaves that integer in the lowest bits. (A conversion to int64 and back has no AVX2 instruction.)
template <Real T>
inline constexpr T integer_shift = T(1.5) * T(Bits<T>(1) << Format<T>::mantissa_bits);

/// c[first] + c[first + step] x + c[first + 2 step] x^2 + ...
template <std::size_t first, std::size_t step, Real T, std::size_t N>
INITLAB_ALWAYS_INLINE T horner(T x, const std::array<T, N>& c) {
  if constexpr (first + step >= N)
    return c[first];
  else
    return fused(horner<first + step, step>(x, c), x, c[first]);
}

/// c[0] + c[1] x + c[2] x^2 + ...
template <Real T, std::size_t N>
INITLAB_ALWAYS_INLINE T polynomial(T x, const std::array<T, N>& c) {
  if constexpr (N <= 8) {
    return horner<0, 1>(x, c);
  } else {
    // Even and odd terms apart: a single chain this long waits for its own results (a fifth of the time of erf).
    const T square = x * x;
    return fused(horner<1, 2>(square, c), x, horner<0, 2>(square, c));
  }
}

}  // namespace initlab::math::detail
