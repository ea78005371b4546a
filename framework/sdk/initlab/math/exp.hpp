#pragma once
#include "../dual.hpp"
#include "real.hpp"

namespace initlab::math {

/// Constants and pieces of e^x = 2^n (1 + q): n = round(x / ln 2), r = x - n ln 2, |r| <= ln(2)/2, q = e^r - 1.
namespace detail {

/// q = r + r^2 P(r). P is a near-minimax polynomial of (e^r - 1 - r)/r^2 on |r| <= 0.3467, degree 4 (float) and 10
/// (double); relative error of q below 2^-26.0 and 2^-61. Below `lowest` e^x rounds to zero, above `highest` to
/// infinity; between them n + 2 * bias is a small positive integer.
template <Real T>
struct ExpConstants;
template <>
struct ExpConstants<float> {
  static constexpr float lowest = -104.0f;
  static constexpr float highest = 89.0f;
  static constexpr float lowest_normal = -87.0f;  ///< e^x >= 2^-126, and n >= -126
  static constexpr float per_ln2 = 0x1.715476p+0f;
  static constexpr float ln2_high = 0x1.62e43p-1f;
  static constexpr float ln2_low = -0x1.05c61p-29f;
  static constexpr std::array polynomial{0.5f, 0x1.5554acp-3f, 0x1.5554fp-5f, 0x1.122a06p-7f, 0x1.6d4376p-10f};
};
template <>
struct ExpConstants<double> {
  static constexpr double lowest = -746.0;
  static constexpr double highest = 710.0;
  static constexpr double lowest_normal = -708.0;
  static constexpr double per_ln2 = 0x1.71547652b82fep+0;
  static constexpr double ln2_high = 0x1.62e42fefa39efp-1;
  static constexpr double ln2_low = 0x1.abc9e3b39803fp-56;
  static constexpr std::array polynomial{0.5,
                                         0x1.5555555555559p-3,
                                         0x1.5555555555557p-5,
                                         0x1.111111110f64dp-7,
                                         0x1.6c16c16c1577bp-10,
                                         0x1.a01a01b00846bp-13,
                                         0x1.a01a01ab1524ap-16,
                                         0x1.71ddf800de389p-19,
                                         0x1.27e4d13fa86ebp-22,
                                         0x1.af5f48680b27p-26,
                                         0x1.1f83eb35ded15p-29};
};

/// e^x as 2^n (1 + q).
template <Real T>
struct ScaledExponential {
  T q;
  Bits<T> n_plus_two_biases;  ///< in the lowest bits; those above an exponent field's width are not zero

  /// 2^n, for x >= lowest_normal.
  INITLAB_ALWAYS_INLINE T scale() const { return power_of_two<T>(n_plus_two_biases - Format<T>::exponent_bias); }

  // 2^n in two factors, 2^floor(n/2) and 2^ceil(n/2): both are normal for every n between underflow and overflow.
  INITLAB_ALWAYS_INLINE T first_scale() const { return power_of_two<T>(n_plus_two_biases >> 1); }
  INITLAB_ALWAYS_INLINE T second_scale() const { return power_of_two<T>(second_exponent()); }
  INITLAB_ALWAYS_INLINE T inverse_second_scale() const {
    return power_of_two<T>(2 * Format<T>::exponent_bias - second_exponent());
  }

  INITLAB_ALWAYS_INLINE T exp() const { return fused(first_scale(), q, first_scale()) * second_scale(); }
  INITLAB_ALWAYS_INLINE T expm1() const {
    return fused(first_scale(), q, first_scale() - inverse_second_scale()) * second_scale();
  }

 private:
  INITLAB_ALWAYS_INLINE Bits<T> second_exponent() const { return n_plus_two_biases - (n_plus_two_biases >> 1); }
};

/// Of x + x_low for lowest <= x <= highest and |x_low| <= ulp(x). NaN stays NaN, in q.
template <Real T>
INITLAB_ALWAYS_INLINE ScaledExponential<T> scaled_exponential(T x, T x_low) {
  using C = ExpConstants<T>;
  constexpr T shift = integer_shift<T> + T(2 * Format<T>::exponent_bias);
  const T shifted = fused(x, C::per_ln2, shift);
  const T n = shifted - shift;
  const T r = fused(n, -C::ln2_low, fused(n, -C::ln2_high, x)) + x_low;
  return {fused(r * r, polynomial(r, C::polynomial), r), to_bits(shifted)};
}
template <Real T>
INITLAB_ALWAYS_INLINE ScaledExponential<T> scaled_exponential(T x) {
  return scaled_exponential(x, T(-0.0));  // adding -0 changes nothing, and the compiler knows
}

template <Real T>
INITLAB_ALWAYS_INLINE ScaledExponential<T> clamped_exponential(T x) {
  return scaled_exponential(at_most(ExpConstants<T>::highest, at_least(ExpConstants<T>::lowest, x)));
}

/// e^(x + x_low) for x <= 0: one clamp less.
template <Real T>
INITLAB_ALWAYS_INLINE T exp_of_nonpositive(T x, T x_low = T(-0.0)) {
  return scaled_exponential(at_least(ExpConstants<T>::lowest, x), x_low).exp();
}

}  // namespace detail

/// e^x. At most 1.1 ulp. Underflows gradually, overflows to infinity.
template <Real T>
INITLAB_ALWAYS_INLINE T exp(T x) {
  return detail::clamped_exponential(x).exp();
}
template <class T>
INITLAB_ALWAYS_INLINE Dual<T> exp(Dual<T> x) {
  const T y = exp(x.value);
  return {y, y * x.derivative};
}

/// e^x - 1 without cancellation near zero. At most 2 ulp; expm1(-0) = -0.
template <Real T>
INITLAB_ALWAYS_INLINE T expm1(T x) {
  return detail::with_sign_of(x, detail::clamped_exponential(x).expm1());
}
template <class T>
INITLAB_ALWAYS_INLINE Dual<T> expm1(Dual<T> x) {
  return {expm1(x.value), exp(x.value) * x.derivative};
}

}  // namespace initlab::math
