// Philox4x32-10, one block a vector lane. Part of a Highway kernel: included once for every target.
#if defined(INITLAB_RANDOM_PHILOX_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef INITLAB_RANDOM_PHILOX_INL
#undef INITLAB_RANDOM_PHILOX_INL
#else
#define INITLAB_RANDOM_PHILOX_INL
#endif

#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>

#include "random/philox.hpp"
#include "random/side_by_side-inl.hpp"
#include "random/stream.hpp"

HWY_BEFORE_NAMESPACE();
namespace initlab::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The words w0 ... w3 of a vector of blocks. Only the low half of each 64-bit lane counts; the other half is noise.
template <class D64>
struct LooseBlocks {
  hn::Vec<D64> w0, w1, w2, w3;
};

/// Philox for one stream, its constants spread over vectors once.
// Philox lives in 64-bit lanes because the multiplication does (32 x 32 -> 64 bits, even lanes): a round is two
// multiplications, two shifts and the exclusive ors. In 32-bit lanes it would also have to shuffle its products.
template <class D64>
class PhiloxStream {
 public:
  HWY_INLINE explicit PhiloxStream(const Stream& stream)
      : trial_(hn::Set(d, stream.trial)), layer_(hn::Set(d, stream.layer)) {
    for (std::uint32_t round = 0; round < Philox4x32::rounds; ++round) {
      key0_[round] = hn::Set(d, stream.key[0] + round * Philox4x32::key_step[0]);
      key1_[round] = hn::Set(d, stream.key[1] + round * Philox4x32::key_step[1]);
    }
  }

  /// The blocks whose numbers are in the lanes of `number`; `number_high` has the upper halves of the numbers.
  template <std::size_t count>
  HWY_INLINE SideBySide<LooseBlocks<D64>, count> blocks(const SideBySide<hn::Vec<D64>, count>& number,
                                                        hn::Vec<D64> number_high) const {
    auto blocks = each([&](hn::Vec<D64> n) { return LooseBlocks<D64>{n, number_high, trial_, layer_}; }, number);
    HWY_UNROLL(10)
    for (int round = 0; round < Philox4x32::rounds; ++round) {
      blocks = each(
          [&](const LooseBlocks<D64>& w) {
            const auto product0 = multiply(w.w0, hn::Set(d, Philox4x32::multiplier[0]));
            const auto product1 = multiply(w.w2, hn::Set(d, Philox4x32::multiplier[1]));
            return LooseBlocks<D64>{hn::Xor3(hn::ShiftRight<32>(product1), w.w1, key0_[round]), product1,
                                    hn::Xor3(hn::ShiftRight<32>(product0), w.w3, key1_[round]), product0};
          },
          blocks);
    }
    return blocks;
  }

 private:
  static constexpr D64 d{};
  static constexpr hn::Repartition<std::uint32_t, D64> d32{};
  static HWY_INLINE hn::Vec<D64> multiply(hn::Vec<D64> a, hn::Vec<D64> b) {
    return hn::MulEven(hn::BitCast(d32, a), hn::BitCast(d32, b));
  }

  hn::Vec<D64> trial_, layer_;
  hn::Vec<D64> key0_[Philox4x32::rounds], key1_[Philox4x32::rounds];
};

/// Low halves of the 64-bit lanes of `low` and `high`, put together as (low, high).
template <class V64>
HWY_INLINE V64 join_halves(V64 low, V64 high) {
  const hn::DFromV<V64> d;
  const hn::Repartition<std::uint32_t, decltype(d)> d32;
  return hn::BitCast(d, hn::OddEven(hn::BitCast(d32, hn::ShiftLeft<32>(high)), hn::BitCast(d32, low)));
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
