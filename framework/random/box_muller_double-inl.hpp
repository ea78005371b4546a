// Two normal doubles from two 64-bit words. Part of a Highway kernel: included once for every target.
#if defined(INITLAB_RANDOM_BOX_MULLER_DOUBLE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef INITLAB_RANDOM_BOX_MULLER_DOUBLE_INL
#undef INITLAB_RANDOM_BOX_MULLER_DOUBLE_INL
#else
#define INITLAB_RANDOM_BOX_MULLER_DOUBLE_INL
#endif

#include <hwy/highway.h>

#include <bit>
#include <cstdint>
#include <numbers>

#include "random/quadrant-inl.hpp"

// The same plan as for float (box_muller_float-inl.hpp), with longer polynomials and, because AVX2 has neither
// conversions nor arithmetic shifts of 64-bit integers, other ways to get there.
HWY_BEFORE_NAMESPACE();
namespace initlab::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The 64-bit integers a + 2^32 b - offset, offset a multiple of 2^32, correctly rounded to double; a is the low half
/// of `low` and b, below 2^31, fills `high`.
// The halves become mantissas of 2^52 + a and 2^84 + 2^32 b; only the last addition rounds.
template <class D>
HWY_INLINE hn::Vec<D> to_double(D d, hn::Vec<hn::RebindToUnsigned<D>> low, hn::Vec<hn::RebindToUnsigned<D>> high,
                                double offset) {
  const hn::RebindToUnsigned<D> du;
  const hn::Repartition<std::uint32_t, D> d32;
  const auto exponent_52 = hn::BitCast(d32, hn::Set(d, 0x1p52));
  const auto low_part = hn::BitCast(d, hn::OddEven(exponent_52, hn::BitCast(d32, low)));
  const auto high_part = hn::BitCast(d, hn::Or(high, hn::BitCast(du, hn::Set(d, 0x1p84))));
  return hn::Add(hn::Sub(high_part, hn::Set(d, 0x1p84 + 0x1p52 + offset)), low_part);
}

/// -2 log(u), u = (R + 1/2) 2^-64 mod 1 for the signed words R.
template <class D>
HWY_INLINE hn::Vec<D> minus_two_log_double(D d, hn::Vec<hn::RebindToUnsigned<D>> words) {
  const hn::RebindToUnsigned<D> du;
  const hn::RebindToSigned<D> di;
  const auto r = hn::BitCast(di, words);
  const auto magnitude = hn::BitCast(du, hn::Xor(r, hn::BroadcastSignBit(r)));
  const auto distance =
      hn::MulAdd(to_double(d, magnitude, hn::ShiftRight<32>(magnitude), 0.0), hn::Set(d, 0x1p-64), hn::Set(d, 0x1p-65));
  const auto u = hn::IfNegativeThenElse(hn::BitCast(d, r), hn::Sub(hn::Set(d, 1.0), distance), distance);

  // u = 2^e (1 + t), 1 + t in [sqrt(1/2), sqrt(2)). `biased` has e + 1023 in its exponent, and is below 2^63.
  constexpr double lowest = std::numbers::sqrt2 / 2;
  constexpr auto lowest_bits = std::bit_cast<std::uint64_t>(lowest);
  const auto biased = hn::Add(hn::BitCast(du, u), hn::Set(du, std::bit_cast<std::uint64_t>(1.0) - lowest_bits));
  const auto mantissa = hn::And(biased, hn::Set(du, (std::uint64_t{1} << 52) - 1));
  const auto e = hn::Sub(hn::BitCast(d, hn::Or(hn::ShiftRight<52>(biased), hn::BitCast(du, hn::Set(d, 0x1p52)))),
                         hn::Set(d, 0x1p52 + 1023));
  const auto t_rounded = hn::Sub(hn::BitCast(d, hn::Add(mantissa, hn::Set(du, lowest_bits))), hn::Set(d, 1.0));
  const auto t = hn::IfThenElse(hn::Ge(u, hn::Set(d, lowest)), hn::Neg(distance), t_rounded);

  // With s = t / (2 + t), z = s^2:  2 log(1 + t) = 4 atanh(s) = 4 s + 2 s R,  R = z p(z) / 2, and 4 s = 2 t - 2 s t,
  // 2 s t = t^2 - s t^2. Written so that the only large term, 2 t, is exact. Relative error of the polynomial 2^-59.5.
  const auto s = hn::Div(t, hn::Add(t, hn::Set(d, 2.0)));
  const auto z = hn::Mul(s, s);
  auto p = hn::Set(d, 0.2959095117316855);
  p = hn::MulAdd(p, z, hn::Set(d, 0.30628197604094143));
  p = hn::MulAdd(p, z, hn::Set(d, 0.3636712481216639));
  p = hn::MulAdd(p, z, hn::Set(d, 0.4444439722154357));
  p = hn::MulAdd(p, z, hn::Set(d, 0.5714285748403114));
  p = hn::MulAdd(p, z, hn::Set(d, 0.7999999999883275));
  p = hn::MulAdd(p, z, hn::Set(d, 1.3333333333333468));
  const auto square = hn::Mul(t, t);
  const auto of_mantissa = hn::Sub(hn::NegMulAdd(s, hn::MulAdd(p, z, square), square), hn::Add(t, t));
  return hn::MulAdd(e, hn::Set(d, -2.0 * std::numbers::ln2), of_mantissa);
}

/// cos and sin of theta = 2 pi (A + 1/2) 2^-64 for the signed words A.
template <class D>
HWY_INLINE CosSin<D> cos_sin_double(D d, hn::Vec<hn::RebindToUnsigned<D>> words) {
  const hn::RebindToUnsigned<D> du;
  // theta = quadrant pi/2 + x, |x| < pi/4. The quadrant is in the upper two bits of `shifted`, the rest, minus 2^61,
  // gives x.
  const auto shifted = hn::Add(words, hn::Set(du, std::uint64_t{1} << 61));
  const auto rest_high = hn::And(hn::ShiftRight<32>(shifted), hn::Set(du, (std::uint64_t{1} << 30) - 1));
  constexpr double turn = 2.0 * std::numbers::pi;
  const auto x =
      hn::MulAdd(to_double(d, shifted, rest_high, 0x1p61), hn::Set(d, turn * 0x1p-64), hn::Set(d, turn * 0x1p-65));
  const auto z = hn::Mul(x, x);

  auto s = hn::Set(d, 1.5896230044620117e-10);  // sin x = x + x z s(z); relative error 2^-57.9
  s = hn::MulAdd(s, z, hn::Set(d, -2.5050747761028225e-08));
  s = hn::MulAdd(s, z, hn::Set(d, 2.755731362137493e-06));
  s = hn::MulAdd(s, z, hn::Set(d, -0.00019841269829589512));
  s = hn::MulAdd(s, z, hn::Set(d, 0.008333333333322118));
  s = hn::MulAdd(s, z, hn::Set(d, -0.1666666666666663));
  const auto sin_x = hn::MulAdd(hn::Mul(s, z), x, x);
  auto c = hn::Set(d, -1.1358536443126714e-11);  // cos x = 1 + z (-1/2 + z c(z)); relative error 2^-64
  c = hn::MulAdd(c, z, hn::Set(d, 2.087570084038268e-09));
  c = hn::MulAdd(c, z, hn::Set(d, -2.75573141792842e-07));
  c = hn::MulAdd(c, z, hn::Set(d, 2.4801587288851656e-05));
  c = hn::MulAdd(c, z, hn::Set(d, -0.0013888888888873056));
  c = hn::MulAdd(c, z, hn::Set(d, 0.041666666666666595));
  const auto cos_x = hn::MulAdd(hn::MulAdd(c, z, hn::Set(d, -0.5)), z, hn::Set(d, 1.0));

  return turn_to_quadrant(d, shifted, {cos_x, sin_x});
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
