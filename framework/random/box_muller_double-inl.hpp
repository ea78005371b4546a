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
template <class D, std::size_t count>
HWY_INLINE SideBySide<hn::Vec<D>, count> minus_two_log_double(
    D d, const SideBySide<hn::Vec<hn::RebindToUnsigned<D>>, count>& words) {
  using V = hn::Vec<D>;
  using VU = hn::Vec<hn::RebindToUnsigned<D>>;
  const hn::RebindToUnsigned<D> du;
  const hn::RebindToSigned<D> di;
  const auto distance = each(
      [&](VU word) {
        const auto r = hn::BitCast(di, word);
        const auto magnitude = hn::BitCast(du, hn::Xor(r, hn::BroadcastSignBit(r)));
        return hn::MulAdd(to_double(d, magnitude, hn::ShiftRight<32>(magnitude), 0.0), hn::Set(d, 0x1p-64),
                          hn::Set(d, 0x1p-65));
      },
      words);
  const auto u =
      each([&](VU word,
               V near) { return hn::IfNegativeThenElse(hn::BitCast(d, word), hn::Sub(hn::Set(d, 1.0), near), near); },
           words, distance);

  // u = 2^e (1 + t), 1 + t in [sqrt(1/2), sqrt(2)). `biased` has e + 1023 in its exponent, and is below 2^63.
  constexpr double lowest = std::numbers::sqrt2 / 2;
  constexpr auto lowest_bits = std::bit_cast<std::uint64_t>(lowest);
  const auto biased = each(
      [&](V value) {
        return hn::Add(hn::BitCast(du, value), hn::Set(du, std::bit_cast<std::uint64_t>(1.0) - lowest_bits));
      },
      u);
  const auto t = each(
      [&](V value, V near, VU bits) {
        const auto mantissa = hn::And(bits, hn::Set(du, (std::uint64_t{1} << 52) - 1));
        const auto rounded = hn::Sub(hn::BitCast(d, hn::Add(mantissa, hn::Set(du, lowest_bits))), hn::Set(d, 1.0));
        return hn::IfThenElse(hn::Ge(value, hn::Set(d, lowest)), hn::Neg(near), rounded);
      },
      u, distance, biased);

  // With s = t / (2 + t), z = s^2:  2 log(1 + t) = 4 atanh(s) = 4 s + 2 s R,  R = z p(z) / 2, and 4 s = 2 t - 2 s t,
  // 2 s t = t^2 - s t^2. Written so that the only large term, 2 t, is exact. Relative error of the polynomial 2^-59.5.
  const auto s = each([&](V value) { return hn::Div(value, hn::Add(value, hn::Set(d, 2.0))); }, t);
  const auto z = each([](V value) { return hn::Mul(value, value); }, s);
  const auto p = polynomial(d, z, 0.2959095117316855, 0.30628197604094143, 0.3636712481216639, 0.4444439722154357,
                            0.5714285748403114, 0.7999999999883275, 1.3333333333333468);
  return each(
      [&](VU bits, V t_value, V s_value, V z_value, V p_value) {
        const auto e = hn::Sub(hn::BitCast(d, hn::Or(hn::ShiftRight<52>(bits), hn::BitCast(du, hn::Set(d, 0x1p52)))),
                               hn::Set(d, 0x1p52 + 1023));
        const auto square = hn::Mul(t_value, t_value);
        const auto of_mantissa =
            hn::Sub(hn::NegMulAdd(s_value, hn::MulAdd(p_value, z_value, square), square), hn::Add(t_value, t_value));
        return hn::MulAdd(e, hn::Set(d, -2.0 * std::numbers::ln2), of_mantissa);
      },
      biased, t, s, z, p);
}

/// cos and sin of theta = 2 pi (A + 1/2) 2^-64 for the signed words A.
template <class D, std::size_t count>
HWY_INLINE CosSin<D, count> cos_sin_double(D d, const SideBySide<hn::Vec<hn::RebindToUnsigned<D>>, count>& words) {
  using V = hn::Vec<D>;
  using VU = hn::Vec<hn::RebindToUnsigned<D>>;
  const hn::RebindToUnsigned<D> du;
  // theta = quadrant pi/2 + x, |x| < pi/4. The quadrant is in the upper two bits of `shifted`, the rest, minus 2^61,
  // gives x.
  const auto shifted = each([&](VU word) { return hn::Add(word, hn::Set(du, std::uint64_t{1} << 61)); }, words);
  constexpr double turn = 2.0 * std::numbers::pi;
  const auto x = each(
      [&](VU word) {
        const auto rest_high = hn::And(hn::ShiftRight<32>(word), hn::Set(du, (std::uint64_t{1} << 30) - 1));
        return hn::MulAdd(to_double(d, word, rest_high, 0x1p61), hn::Set(d, turn * 0x1p-64),
                          hn::Set(d, turn * 0x1p-65));
      },
      shifted);
  const auto z = each([](V value) { return hn::Mul(value, value); }, x);

  // sin x = x + x z s(z); relative error 2^-57.9
  const auto s = polynomial(d, z, 1.5896230044620117e-10, -2.5050747761028225e-08, 2.755731362137493e-06,
                            -0.00019841269829589512, 0.008333333333322118, -0.1666666666666663);
  const auto sin_x =
      each([](V s_value, V z_value, V value) { return hn::MulAdd(hn::Mul(s_value, z_value), value, value); }, s, z, x);
  // cos x = 1 + z (-1/2 + z c(z)); relative error 2^-64
  const auto cos_x = polynomial(d, z, -1.1358536443126714e-11, 2.087570084038268e-09, -2.75573141792842e-07,
                                2.4801587288851656e-05, -0.0013888888888873056, 0.041666666666666595, -0.5, 1.0);

  return turn_to_quadrant(d, shifted, {cos_x, sin_x});
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
