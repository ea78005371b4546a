#pragma once
#include "../dual.hpp"
#include "real.hpp"

namespace initlab::math {

/// x = 2^k m with sqrt(1/2) <= m < sqrt(2); f = m - 1, s = f / (2 + f), log m = 2 s + s^3 L(s^2) (as in fdlibm's
/// e_log.c).
namespace detail {

/// L is the minimax polynomial on 0 <= s^2 <= 0.02946, degree 2 (float) and 6 (double); relative error of log m below
/// 2^-30 and 2^-59.
template <Real T>
struct LogConstants;
template <>
struct LogConstants<float> {
  static constexpr float ln2_high = 0x1.62e43p-1f;
  static constexpr float ln2_low = -0x1.05c61p-29f;
  static constexpr float sqrt_half = 0x1.6a09e6p-1f;
  static constexpr std::array polynomial{0x1.55557ap-1f, 0x1.995ecep-2f, 0x1.31e1e6p-2f};
};
template <>
struct LogConstants<double> {
  static constexpr double ln2_high = 0x1.62e42fefa39efp-1;
  static constexpr double ln2_low = 0x1.abc9e3b39803fp-56;
  static constexpr double sqrt_half = 0x1.6a09e667f3bcdp-1;
  static constexpr std::array polynomial{0x1.5555555555593p-1, 0x1.999999997f9f8p-2, 0x1.249249422a476p-2,
                                         0x1.c71c51d7cce3fp-3, 0x1.746649b01d709p-3, 0x1.39a0957a9825bp-3,
                                         0x1.2f1180262a419p-3};
};

/// x = 2^(biased_exponent - bias) * mantissa for normal x > 0.
template <Real T>
struct Decomposed {
  T mantissa;
  Bits<T> biased_exponent;
};
template <Real T>
INITLAB_ALWAYS_INLINE Decomposed<T> decompose(T x) {
  constexpr Bits<T> sqrt_half = std::bit_cast<Bits<T>>(LogConstants<T>::sqrt_half);
  constexpr Bits<T> one = std::bit_cast<Bits<T>>(T(1));
  constexpr Bits<T> mantissa_mask = (Bits<T>(1) << Format<T>::mantissa_bits) - 1;
  const Bits<T> shifted = to_bits(x) + (one - sqrt_half);
  return {from_bits<T>((shifted & mantissa_mask) + sqrt_half), shifted >> Format<T>::mantissa_bits};
}

/// log(1 + f) + k ln 2.
template <Real T>
INITLAB_ALWAYS_INLINE T log_of_parts(T f, T k) {
  using C = LogConstants<T>;
  const T s = f / (T(2) + f);
  const T s_squared = s * s;
  const T half_square = T(0.5) * f * f;
  const T series = fused(s_squared, polynomial(s_squared, C::polynomial), half_square);
  // f leads and everything else is a correction to it, so that log(1 + f) keeps its relative accuracy as f -> 0.
  return fused(k, C::ln2_high, f - (half_square - fused(s, series, k * C::ln2_low)));
}

/// biased_exponent - bias as a T, through the mantissa of 2^mantissa_bits: there is no AVX2 conversion from int64.
template <Real T>
INITLAB_ALWAYS_INLINE T unbiased(Bits<T> biased_exponent) {
  constexpr T base = T(Bits<T>(1) << Format<T>::mantissa_bits);
  return from_bits<T>(biased_exponent | std::bit_cast<Bits<T>>(base)) - (base + T(Format<T>::exponent_bias));
}

/// `finite` for 0 < x < inf; inf at inf, NaN at NaN, -inf at zero, NaN below.
template <Real T>
INITLAB_ALWAYS_INLINE T with_specials_of_log(T x, T finite) {
  const T above = x < infinity<T> ? finite : x;
  const T from_zero = x == T(0) ? -infinity<T> : above;
  return x < T(0) ? not_a_number<T> : from_zero;
}

}  // namespace detail

/// Natural logarithm. At most 1 ulp, for subnormal x too. log(0) = -inf, log(x < 0) = NaN.
template <Real T>
INITLAB_ALWAYS_INLINE T log(T x) {
  using namespace detail;
  constexpr int bits = Format<T>::mantissa_bits;
  const bool subnormal = x < std::numeric_limits<T>::min();
  const auto [mantissa, biased_exponent] = decompose(subnormal ? x * T(Bits<T>(1) << bits) : x);
  const T k = unbiased<T>(biased_exponent) - (subnormal ? T(bits) : T(0));
  return with_specials_of_log(x, log_of_parts(mantissa - T(1), k));
}
template <class T>
INITLAB_ALWAYS_INLINE Dual<T> log(Dual<T> x) {
  return {log(x.value), x.derivative / x.value};
}

/// log(1 + x) without cancellation near zero. At most 2 ulp; log1p(-0) = -0, log1p(-1) = -inf, log1p(x < -1) = NaN.
template <Real T>
INITLAB_ALWAYS_INLINE T log1p(T x) {
  using namespace detail;
  constexpr Bits<T> bias = Format<T>::exponent_bias;
  const T sum = T(1) + x;
  // What the rounding of `sum` lost, exactly (Dekker 1971: the larger operand is subtracted first).
  const T lost = x > T(1) ? T(1) - (sum - x) : x - (sum - T(1));
  const auto [mantissa, biased_exponent] = decompose(sum);
  const T lost_in_mantissa = T(0.5) * lost * power_of_two<T>(2 * bias + 1 - biased_exponent);
  const T finite = log_of_parts(mantissa - T(1) + lost_in_mantissa, unbiased<T>(biased_exponent));
  return with_sign_of(x, with_specials_of_log(sum, finite));
}
template <class T>
INITLAB_ALWAYS_INLINE Dual<T> log1p(Dual<T> x) {
  return {log1p(x.value), x.derivative / (T(1) + x.value)};
}

}  // namespace initlab::math
