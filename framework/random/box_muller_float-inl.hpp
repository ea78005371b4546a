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
template <class D>
HWY_INLINE hn::Vec<D> minus_two_log_float(D d, hn::Vec<hn::RebindToUnsigned<D>> words) {
  const hn::RebindToSigned<D> di;
  const auto r = hn::BitCast(di, words);
  // Distance to the nearer end of (0, 1), accurate also where it is tiny: near u = 1 the logarithm depends on it alone.
  const auto distance =
      hn::MulAdd(hn::ConvertTo(d, hn::Xor(r, hn::BroadcastSignBit(r))), hn::Set(d, 0x1p-32f), hn::Set(d, 0x1p-33f));
  const auto u = hn::IfNegativeThenElse(hn::BitCast(d, r), hn::Sub(hn::Set(d, 1.0f), distance), distance);

  // u = 2^e (1 + t), t in [-1/4, 1/2).
  constexpr float lowest = 0.75f;
  const auto u_bits = hn::BitCast(di, u);
  const auto e = hn::ShiftRight<23>(hn::Sub(u_bits, hn::Set(di, std::bit_cast<std::int32_t>(lowest))));
  const auto t_rounded = hn::Sub(hn::BitCast(d, hn::Sub(u_bits, hn::ShiftLeft<23>(e))), hn::Set(d, 1.0f));
  const auto t = hn::IfThenElse(hn::Ge(u, hn::Set(d, lowest)), hn::Neg(distance), t_rounded);

  // -2 log(1 + t) = -2 t + t^2 (1 + t q(t)); relative error 2^-27.6.
  auto q = hn::Set(d, 9.014957092e-02f);
  q = hn::MulAdd(q, t, hn::Set(d, -2.092603161e-01f));
  q = hn::MulAdd(q, t, hn::Set(d, 2.632237612e-01f));
  q = hn::MulAdd(q, t, hn::Set(d, -2.895678790e-01f));
  q = hn::MulAdd(q, t, hn::Set(d, 3.329462522e-01f));
  q = hn::MulAdd(q, t, hn::Set(d, -3.998172273e-01f));
  q = hn::MulAdd(q, t, hn::Set(d, 5.000019167e-01f));
  q = hn::MulAdd(q, t, hn::Set(d, -6.666689822e-01f));
  const auto of_mantissa = hn::MulSub(hn::Mul(t, t), hn::MulAdd(q, t, hn::Set(d, 1.0f)), hn::Add(t, t));
  return hn::MulAdd(hn::ConvertTo(d, e), hn::Set(d, -2.0f * std::numbers::ln2_v<float>), of_mantissa);
}

/// cos and sin of theta = 2 pi (A + 1/2) 2^-32 for the signed words A.
template <class D>
HWY_INLINE CosSin<D> cos_sin_float(D d, hn::Vec<hn::RebindToUnsigned<D>> words) {
  const hn::RebindToUnsigned<D> du;
  const hn::RebindToSigned<D> di;
  // theta = quadrant pi/2 + x, |x| < pi/4. The quadrant is in the upper two bits of `shifted`, the rest gives x.
  const auto shifted = hn::Add(words, hn::Set(du, 1u << 29));
  const auto rest = hn::ShiftRight<2>(hn::BitCast(di, hn::ShiftLeft<2>(words)));
  constexpr double turn = 2.0 * std::numbers::pi;
  const auto x = hn::MulAdd(hn::ConvertTo(d, rest), hn::Set(d, static_cast<float>(turn * 0x1p-32)),
                            hn::Set(d, static_cast<float>(turn * 0x1p-33)));
  const auto z = hn::Mul(x, x);

  auto s = hn::Set(d, -1.951528307e-04f);  // sin x = x + x z s(z); relative error 2^-28
  s = hn::MulAdd(s, z, hn::Set(d, 8.332160761e-03f));
  s = hn::MulAdd(s, z, hn::Set(d, -1.666665461e-01f));
  const auto sin_x = hn::MulAdd(hn::Mul(s, z), x, x);
  auto c = hn::Set(d, 2.443315664e-05f);  // cos x = 1 + z (-1/2 + z c(z)); relative error 2^-33
  c = hn::MulAdd(c, z, hn::Set(d, -1.388731625e-03f));
  c = hn::MulAdd(c, z, hn::Set(d, 4.166664568e-02f));
  const auto cos_x = hn::MulAdd(hn::MulAdd(c, z, hn::Set(d, -0.5f)), z, hn::Set(d, 1.0f));

  return turn_to_quadrant(d, shifted, {cos_x, sin_x});
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
