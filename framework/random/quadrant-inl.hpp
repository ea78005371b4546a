// Cosine and sine from those of the reduced angle. Part of a Highway kernel: included once for every target.
#if defined(INITLAB_RANDOM_QUADRANT_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef INITLAB_RANDOM_QUADRANT_INL
#undef INITLAB_RANDOM_QUADRANT_INL
#else
#define INITLAB_RANDOM_QUADRANT_INL
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace initlab::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class D>
struct CosSin {
  hn::Vec<D> cos, sin;
};

/// cos and sin of quadrant pi/2 + x from those of x. The quadrant, 0 to 3, is the upper two bits of each lane of
/// `quadrant`.
template <class D>
HWY_INLINE CosSin<D> turn_to_quadrant(D d, hn::Vec<hn::RebindToUnsigned<D>> quadrant, CosSin<D> of_x) {
  // Odd quadrants exchange the two; sin is negative in quadrants 2 and 3, cos in 1 and 2.
  const auto parity = hn::ShiftLeft<1>(quadrant);
  const auto sign_bit = hn::SignBit(d);
  const auto sin_sign = hn::And(hn::BitCast(d, quadrant), sign_bit);
  const auto cos_sign = hn::And(hn::BitCast(d, hn::Xor(quadrant, parity)), sign_bit);
  const auto odd = hn::BitCast(d, parity);
  return {hn::Xor(hn::IfNegativeThenElse(odd, of_x.sin, of_x.cos), cos_sign),
          hn::Xor(hn::IfNegativeThenElse(odd, of_x.cos, of_x.sin), sin_sign)};
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
