// The groups of random/fill.hpp with vectors of any width. Part of a Highway kernel: included once for every target.
#if defined(INITLAB_RANDOM_FILL_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef INITLAB_RANDOM_FILL_INL
#undef INITLAB_RANDOM_FILL_INL
#else
#define INITLAB_RANDOM_FILL_INL
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "random/box_muller_double-inl.hpp"
#include "random/box_muller_float-inl.hpp"
#include "random/philox-inl.hpp"
#include "random/stream.hpp"

HWY_BEFORE_NAMESPACE();
namespace initlab::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

inline constexpr std::size_t lanes_per_group = 16;

/// Words of the blocks of lanes first_lane, first_lane + 1, ...: 32-bit words w0 ... w3 for float, (w0, w1), (w2, w3)
/// for double.
template <class D64, class VU>
HWY_INLINE void block_words(const PhiloxStream<D64>& philox, std::uint64_t first_block, VU (&words)[4]) {
  const D64 d64;
  const hn::DFromV<VU> d32;
  // Blocks with even and with odd number; zipping their low halves puts the lanes in order.
  const auto number_high = hn::Set(d64, first_block >> 32);
  const auto even_number = hn::Add(hn::Set(d64, first_block), hn::ShiftLeft<1>(hn::Iota(d64, 0)));
  const auto even = philox.blocks(even_number, number_high);
  const auto odd = philox.blocks(hn::Add(even_number, hn::Set(d64, 1)), number_high);
  words[0] = hn::BitCast(d32, join_halves(even.w0, odd.w0));
  words[1] = hn::BitCast(d32, join_halves(even.w1, odd.w1));
  words[2] = hn::BitCast(d32, join_halves(even.w2, odd.w2));
  words[3] = hn::BitCast(d32, join_halves(even.w3, odd.w3));
}
template <class D64>
HWY_INLINE void block_words(const PhiloxStream<D64>& philox, std::uint64_t first_block, hn::Vec<D64> (&words)[2]) {
  const D64 d64;
  const auto number_high = hn::Set(d64, first_block >> 32);
  const auto blocks = philox.blocks(hn::Add(hn::Set(d64, first_block), hn::Iota(d64, 0)), number_high);
  words[0] = join_halves(blocks.w0, blocks.w1);
  words[1] = join_halves(blocks.w2, blocks.w3);
}

struct UniformNumbers {
  /// 1 + k 2^-23 (or 2^-52) is a matter of bits; subtracting all but half a step of the 1 is exact.
  template <class D, class VU>
  static HWY_INLINE hn::Vec<D> from_words(D d, VU words) {
    using Real = hn::TFromD<D>;
    const hn::RebindToUnsigned<D> du;
    constexpr int sign_and_exponent_bits = sizeof(Real) == 4 ? 9 : 12;
    constexpr Real half_step = sizeof(Real) == 4 ? Real(0x1p-24) : Real(0x1p-53);
    const auto one = hn::BitCast(du, hn::Set(d, Real(1)));
    return hn::Sub(hn::BitCast(d, hn::Or(hn::ShiftRight<sign_and_exponent_bits>(words), one)),
                   hn::Set(d, Real(1) - half_step));
  }
  template <class D, class VU, std::size_t count>
  static HWY_INLINE void make(D d, const VU (&words)[count], hn::Vec<D> (&numbers)[count]) {
    for (std::size_t i = 0; i < count; ++i) numbers[i] = from_words(d, words[i]);
  }
};

struct NormalNumbers {
  template <class D, class VU>
  static HWY_INLINE void make(D d, const VU (&words)[4], hn::Vec<D> (&numbers)[4]) {
    for (int i = 0; i < 4; i += 2) {
      const auto radius = hn::Sqrt(minus_two_log_float(d, words[i]));
      const auto direction = cos_sin_float(d, words[i + 1]);
      numbers[i] = hn::Mul(radius, direction.cos);
      numbers[i + 1] = hn::Mul(radius, direction.sin);
    }
  }
  template <class D, class VU>
  static HWY_INLINE void make(D d, const VU (&words)[2], hn::Vec<D> (&numbers)[2]) {
    const auto radius = hn::Sqrt(minus_two_log_double(d, words[0]));
    const auto direction = cos_sin_double(d, words[1]);
    numbers[0] = hn::Mul(radius, direction.cos);
    numbers[1] = hn::Mul(radius, direction.sin);
  }
};

template <class Numbers, class D, class D64>
HWY_INLINE void make_group(D d, const PhiloxStream<D64>& philox, std::uint64_t group, hn::TFromD<D>* out) {
  constexpr std::size_t numbers_per_lane = 16 / sizeof(hn::TFromD<D>);
  for (std::size_t lane = 0; lane < lanes_per_group; lane += hn::Lanes(d)) {
    hn::Vec<hn::RebindToUnsigned<D>> words[numbers_per_lane];
    hn::Vec<D> numbers[numbers_per_lane];
    block_words(philox, lanes_per_group * group + lane, words);
    Numbers::make(d, words, numbers);
    for (std::size_t i = 0; i < numbers_per_lane; ++i) hn::StoreU(numbers[i], d, out + lanes_per_group * i + lane);
  }
}

/// `out` from the start of `group` on, with at most `max_lanes` numbers a vector. The bits do not depend on max_lanes.
template <class Numbers, class Real, std::size_t max_lanes = lanes_per_group>
HWY_INLINE void fill_groups(const Stream& stream, std::uint64_t group, Real* HWY_RESTRICT out, std::size_t size) {
  const hn::CappedTag<Real, max_lanes> d;
  const PhiloxStream<hn::Repartition<std::uint64_t, decltype(d)>> philox(stream);
  for (; size >= group_size<Real>; ++group, out += group_size<Real>, size -= group_size<Real>) {
    make_group<Numbers>(d, philox, group, out);
  }
  if (size > 0) {
    Real last[group_size<Real>];
    make_group<Numbers>(d, philox, group, last);
    std::copy_n(last, size, out);
  }
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
