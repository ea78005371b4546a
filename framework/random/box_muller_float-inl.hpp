// Two normal floats from two 32-bit words. Part of a Highway kernel: included once for every target.
#if defined(INITLAB_RANDOM_BOX_MULLER_FLOAT_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef INITLAB_RANDOM_BOX_MULLER_FLOAT_INL
#undef INITLAB_RANDOM_BOX_MULLER_FLOAT_INL
#else
#define INITLAB_RANDOM_BOX_MULLER_FLOAT_INL
#endif

#include <hwy/highway.h>

#include <bit>
#include <cstdint>
#include <numbers>

#include "random/quadrant-inl.hpp"

// Every operation is elementwise and correctly rounded (integer arithmetic, conversion, fma, sqrt), so the bits are the
// same for all targets. All polynomials are minimax in the relative error of the function they serve, by Remez'
// exchange in 60 digits, then rounded.
HWY_BEFORE_NAMESPACE();
namespace initlab::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// -2 log(u), u = (R + 1/2) 2^-32 mod 1 for the signed words R.
template <class D, std::size_t count>
HWY_INLINE SideBySide<hn::Vec<D>, count> minus_two_log_float(
    D d, const SideBySide<hn::Vec<hn::RebindToUnsigned<D>>, count>& words) {
  using V = hn::Vec<D>;
  using VU = hn::Vec<hn::RebindToUnsigned<D>>;
  const hn::RebindToSigned<D> di;
  // Distance to the nearer end of (0, 1), accurate also where it is tiny: near u = 1 the logarithm depends on it alone.
  const auto distance = each(
      [&](VU word) {
        const auto r = hn::BitCast(di, word);
        return hn::MulAdd(hn::ConvertTo(d, hn::Xor(r, hn::BroadcastSignBit(r))), hn::Set(d, 0x1p-32f),
                          hn::Set(d, 0x1p-33f));
      },
      words);
  const auto u =
      each([&](VU word,
               V near) { return hn::IfNegativeThenElse(hn::BitCast(d, word), hn::Sub(hn::Set(d, 1.0f), near), near); },
           words, distance);

  // u = 2^e (1 + t), t in [-1/4, 1/2).
  constexpr float lowest = 0.75f;
  const auto e = each(
      [&](V value) {
        const auto bits = hn::BitCast(di, value);
        return hn::ShiftRight<23>(hn::Sub(bits, hn::Set(di, std::bit_cast<std::int32_t>(lowest))));
      },
      u);
  const auto t = each(
      [&](V value, V near, hn::Vec<decltype(di)> exponent) {
        const auto mantissa = hn::BitCast(d, hn::Sub(hn::BitCast(di, value), hn::ShiftLeft<23>(exponent)));
        const auto rounded = hn::Sub(mantissa, hn::Set(d, 1.0f));
        return hn::IfThenElse(hn::Ge(value, hn::Set(d, lowest)), hn::Neg(near), rounded);
      },
      u, distance, e);

  // -2 log(1 + t) = -2 t + t^2 q(t); relative error 2^-27.6.
  const auto q = polynomial(d, t, 9.014957092e-02f, -2.092603161e-01f, 2.632237612e-01f, -2.895678790e-01f,
                            3.329462522e-01f, -3.998172273e-01f, 5.000019167e-01f, -6.666689822e-01f, 1.0f);
  return each(
      [&](V t_value, V q_value, hn::Vec<decltype(di)> exponent) {
        const auto of_mantissa = hn::MulSub(hn::Mul(t_value, t_value), q_value, hn::Add(t_value, t_value));
        return hn::MulAdd(hn::ConvertTo(d, exponent), hn::Set(d, -2.0f * std::numbers::ln2_v<float>), of_mantissa);
      },
      t, q, e);
}

/// cos and sin of theta = 2 pi (A + 1/2) 2^-32 for the signed words A.
template <class D, std::size_t count>
HWY_INLINE CosSin<D, count> cos_sin_float(D d, const SideBySide<hn::Vec<hn::RebindToUnsigned<D>>, count>& words) {
  using V = hn::Vec<D>;
  using VU = hn::Vec<hn::RebindToUnsigned<D>>;
  const hn::RebindToUnsigned<D> du;
  const hn::RebindToSigned<D> di;
  // theta = quadrant pi/2 + x, |x| < pi/4. The quadrant is in the upper two bits of `shifted`, the rest gives x.
  const auto shifted = each([&](VU word) { return hn::Add(word, hn::Set(du, 1u << 29)); }, words);
  constexpr double turn = 2.0 * std::numbers::pi;
  const auto x = each(
      [&](VU word) {
        const auto rest = hn::ShiftRight<2>(hn::BitCast(di, hn::ShiftLeft<2>(word)));
        return hn::MulAdd(hn::ConvertTo(d, rest), hn::Set(d, static_cast<float>(turn * 0x1p-32)),
                          hn::Set(d, static_cast<float>(turn * 0x1p-33)));
      },
      words);
  const auto z = each([](V value) { return hn::Mul(value, value); }, x);

  // sin x = x + x z s(z); relative error 2^-28
  const auto s = polynomial(d, z, -1.951528307e-04f, 8.332160761e-03f, -1.666665461e-01f);
  const auto sin_x =
      each([](V s_value, V z_value, V value) { return hn::MulAdd(hn::Mul(s_value, z_value), value, value); }, s, z, x);
  // relative error 2^-33
  const auto cos_x = polynomial(d, z, 2.443315664e-05f, -1.388731625e-03f, 4.166664568e-02f, -0.5f, 1.0f);

  return turn_to_quadrant(d, shifted, {cos_x, sin_x});
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
