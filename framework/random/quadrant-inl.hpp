// Cosine and sine from those of the reduced angle. Part of a Highway kernel: included once for every target.
#if defined(INITLAB_RANDOM_QUADRANT_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef INITLAB_RANDOM_QUADRANT_INL
#undef INITLAB_RANDOM_QUADRANT_INL
#else
#define INITLAB_RANDOM_QUADRANT_INL
#endif

#include <hwy/highway.h>

#include <cstddef>

#include "random/side_by_side-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace initlab::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class D, std::size_t count>
struct CosSin {
  SideBySide<hn::Vec<D>, count> cos, sin;
};

/// cos and sin of quadrant pi/2 + x from those of x. The quadrant, 0 to 3, is the upper two bits of each lane of
/// `quadrant`.
template <class D, std::size_t count>
HWY_INLINE CosSin<D, count> turn_to_quadrant(D d, const SideBySide<hn::Vec<hn::RebindToUnsigned<D>>, count>& quadrant,
                                             const CosSin<D, count>& of_x) {
  using V = hn::Vec<D>;
  using VU = hn::Vec<hn::RebindToUnsigned<D>>;
  // Odd quadrants exchange the two; sin is negative in quadrants 2 and 3, cos in 1 and 2.
  const auto sign_bit = hn::SignBit(d);
  const auto cos = each(
      [&](VU q, V c, V s) {
        const auto parity = hn::ShiftLeft<1>(q);
        const auto sign = hn::And(hn::BitCast(d, hn::Xor(q, parity)), sign_bit);
        return hn::Xor(hn::IfNegativeThenElse(hn::BitCast(d, parity), s, c), sign);
      },
      quadrant, of_x.cos, of_x.sin);
  const auto sin = each(
      [&](VU q, V c, V s) {
        const auto sign = hn::And(hn::BitCast(d, q), sign_bit);
        return hn::Xor(hn::IfNegativeThenElse(hn::BitCast(d, hn::ShiftLeft<1>(q)), c, s), sign);
      },
      quadrant, of_x.cos, of_x.sin);
  return {cos, sin};
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
