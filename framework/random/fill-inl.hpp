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

/// A group of words or numbers: the first and the second half of pairs, side by side. For float, the pairs (w0, w1) of
/// all lanes come first, those of (w2, w3) behind them; for double, W = (w0, w1) and (w2, w3) are the only pair.
template <class D>
struct PairsOfGroup {
  static constexpr std::size_t vectors_per_row = lanes_per_group / hn::MaxLanes(D());
  static constexpr std::size_t count = 8 / sizeof(hn::TFromD<D>) * vectors_per_row;
  SideBySide<hn::Vec<D>, count> first, second;
};

/// Words of a group's blocks: 32-bit words for float, 64-bit words for double.
template <class D64, class DU>
HWY_INLINE PairsOfGroup<DU> words_of_group(DU du, const PhiloxStream<D64>& philox, std::uint64_t group) {
  const D64 d64;
  constexpr std::size_t lanes = hn::MaxLanes(D64());
  constexpr std::size_t count = lanes_per_group / lanes;
  constexpr bool wide = sizeof(hn::TFromD<DU>) == 8;
  constexpr int log2_of_step = wide ? 0 : 1;
  const std::uint64_t first_block = lanes_per_group * group;
  SideBySide<hn::Vec<D64>, count> numbers;
  for (std::size_t v = 0; v < count; ++v) {
    // For float, vectors of blocks with even and with odd number: zipping their low halves puts the lanes in order.
    const std::uint64_t first = wide ? first_block + v * lanes : first_block + v / 2 * 2 * lanes + v % 2;
    numbers.vector[v] = hn::Add(hn::Set(d64, first), hn::ShiftLeft<log2_of_step>(hn::Iota(d64, 0)));
  }
  const auto blocks = philox.blocks(numbers, hn::Set(d64, first_block >> 32));
  PairsOfGroup<DU> words;
  if constexpr (wide) {
    for (std::size_t v = 0; v < count; ++v) {
      const auto& w = blocks.vector[v];
      words.first.vector[v] = join_halves(w.w0, w.w1);
      words.second.vector[v] = join_halves(w.w2, w.w3);
    }
  } else {
    constexpr std::size_t row = count / 2;
    for (std::size_t v = 0; v < row; ++v) {
      const auto &even = blocks.vector[2 * v], &odd = blocks.vector[2 * v + 1];
      words.first.vector[v] = hn::BitCast(du, join_halves(even.w0, odd.w0));
      words.second.vector[v] = hn::BitCast(du, join_halves(even.w1, odd.w1));
      words.first.vector[row + v] = hn::BitCast(du, join_halves(even.w2, odd.w2));
      words.second.vector[row + v] = hn::BitCast(du, join_halves(even.w3, odd.w3));
    }
  }
  return words;
}

struct UniformNumbers {
  /// 1 + k 2^-23 (or 2^-52) is a matter of bits; subtracting all but half a step of the 1 is exact.
  template <class D, class VU>
  static HWY_INLINE hn::Vec<D> from_word(D d, VU word) {
    using Real = hn::TFromD<D>;
    const hn::RebindToUnsigned<D> du;
    constexpr int sign_and_exponent_bits = sizeof(Real) == 4 ? 9 : 12;
    constexpr Real half_step = sizeof(Real) == 4 ? Real(0x1p-24) : Real(0x1p-53);
    const auto one = hn::BitCast(du, hn::Set(d, Real(1)));
    return hn::Sub(hn::BitCast(d, hn::Or(hn::ShiftRight<sign_and_exponent_bits>(word), one)),
                   hn::Set(d, Real(1) - half_step));
  }
  template <class D>
  HWY_INLINE PairsOfGroup<D> make(D d, const PairsOfGroup<hn::RebindToUnsigned<D>>& words) const {
    const auto from_one = [&](hn::Vec<hn::RebindToUnsigned<D>> word) { return from_word(d, word); };
    return {each(from_one, words.first), each(from_one, words.second)};
  }
};

template <class Real>
struct NormalNumbers {
  Real deviation = 1;

  template <class D>
  HWY_INLINE PairsOfGroup<D> make(D d, const PairsOfGroup<hn::RebindToUnsigned<D>>& words) const {
    if constexpr (sizeof(Real) == 4)
      return polar(d, minus_two_log_float(d, words.first), cos_sin_float(d, words.second));
    else
      return polar(d, minus_two_log_double(d, words.first), cos_sin_double(d, words.second));
  }

 private:
  template <class D, std::size_t count>
  HWY_INLINE PairsOfGroup<D> polar(D d, const SideBySide<hn::Vec<D>, count>& square,
                                   const CosSin<D, count>& direction) const {
    using V = hn::Vec<D>;
    const auto radius = each([&](V x) { return hn::Mul(hn::Sqrt(x), hn::Set(d, deviation)); }, square);
    const auto product = [](V a, V b) { return hn::Mul(a, b); };
    return {each(product, radius, direction.cos), each(product, radius, direction.sin)};
  }
};

/// Calls f(vector, place) for the vectors of a group and their places in it.
template <class D, class F>
HWY_INLINE void for_vectors(const PairsOfGroup<D>& numbers, const F& f) {
  using Pairs = PairsOfGroup<D>;
  for (std::size_t v = 0; v < Pairs::count; ++v) {
    const std::size_t row = v / Pairs::vectors_per_row * 2 * lanes_per_group;
    const std::size_t place = row + v % Pairs::vectors_per_row * hn::MaxLanes(D());
    f(numbers.first.vector[v], place);
    f(numbers.second.vector[v], place + lanes_per_group);
  }
}

template <class D>
HWY_INLINE void store_group(D d, const PairsOfGroup<D>& numbers, hn::TFromD<D>* out) {
  for_vectors<D>(numbers, [&](auto vector, std::size_t place) { hn::StoreU(vector, d, out + place); });
}

/// The first `count` numbers. Not by way of a whole group in memory, whose copy would wait for it.
template <class D>
HWY_INLINE void store_part(D d, const PairsOfGroup<D>& numbers, hn::TFromD<D>* out, std::size_t count) {
  constexpr std::size_t lanes = hn::MaxLanes(D());
  for_vectors<D>(numbers, [&](auto vector, std::size_t place) {
    if (place + lanes <= count) {
      hn::StoreU(vector, d, out + place);
    } else if (place < count) {
      hn::TFromD<D> last[lanes];
      hn::StoreU(vector, d, last);
      std::copy_n(last, count - place, out + place);
    }
  });
}

/// `out` from the start of `group` on, with at most `max_lanes` numbers a vector. The bits do not depend on max_lanes.
template <std::size_t max_lanes = lanes_per_group, class Numbers, class Real>
HWY_INLINE void fill_groups(const Numbers& kind, const Stream& stream, std::uint64_t group, Real* HWY_RESTRICT out,
                            std::size_t size) {
  const hn::CappedTag<Real, max_lanes> d;
  const PhiloxStream<hn::Repartition<std::uint64_t, decltype(d)>> philox(stream);
  const hn::RebindToUnsigned<decltype(d)> du;
  for (; size >= group_size<Real>; ++group, out += group_size<Real>, size -= group_size<Real>) {
    store_group(d, kind.make(d, words_of_group(du, philox, group)), out);
  }
  if (size > 0) store_part(d, kind.make(d, words_of_group(du, philox, group)), out, size);
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
