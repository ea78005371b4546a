#pragma once
// The configuration comes before Highway.
// clang-format off
#include "random/highway_config.hpp"
#include <hwy/highway.h>
// clang-format on

#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace initlab::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Sums of double over a layer's numbers, in vectors of four on every processor: the order of a sum, and so its bits,
/// do not depend on it. (A loop over lanes in plain C++ is what gcc 12 makes three times slower.)
using FourTag = hn::FixedTag<double, 4>;
using Four = hn::Vec<FourTag>;

/// Loads four numbers, and keeps what was made of them.
struct WholeFour {
  HWY_INLINE Four operator()(const double* from) const { return hn::LoadU(FourTag(), from); }
  HWY_INLINE Four operator()(const float* from) const {
    return hn::PromoteTo(FourTag(), hn::LoadU(hn::FixedTag<float, 4>(), from));
  }
  HWY_INLINE Four kept(Four all) const { return all; }
};

/// The same of the first one to three; zeros in the place of the others.
struct FirstOfFour {
  std::size_t count;

  HWY_INLINE Four operator()(const double* from) const {
    return hn::MaskedLoad(hn::FirstN(FourTag(), count), FourTag(), from);
  }
  HWY_INLINE Four operator()(const float* from) const {
    const hn::FixedTag<float, 4> d;
    return hn::PromoteTo(FourTag(), hn::MaskedLoad(hn::FirstN(d, count), d, from));
  }
  HWY_INLINE Four kept(Four all) const { return hn::IfThenElseZero(hn::FirstN(FourTag(), count), all); }
};

/// `Terms` sums in 4 * `Vectors` lanes; number i goes to lane i mod (4 Vectors). More vectors hide the latency of the
/// additions, until Terms * Vectors fills the sixteen registers.
///
/// A lane is summed over runs of 16 numbers, the runs one after the other, and at last the lanes: the error of a sum of
/// n terms is at most (18 + n / (64 Vectors)) 2^-53 of the sum of the terms' magnitudes, beside that of the terms.
template <std::size_t Terms, std::size_t Vectors>
struct LaneSums {
  static constexpr std::size_t lanes = 4 * Vectors, run_length = 16 * lanes;
  Four vector[Vectors][Terms];

  // Loops are unrolled by order: those that gcc 12 leaves to later would keep the sums in memory.
  HWY_INLINE LaneSums() {
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < Vectors; ++v) {
      HWY_UNROLL(8)
      for (std::size_t t = 0; t < Terms; ++t) vector[v][t] = hn::Zero(FourTag());
    }
  }
  HWY_INLINE void add(const LaneSums& other) {
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < Vectors; ++v) {
      HWY_UNROLL(8)
      for (std::size_t t = 0; t < Terms; ++t) vector[v][t] = hn::Add(vector[v][t], other.vector[v][t]);
    }
  }
  /// The four lanes of a term that are left when the vectors are added.
  HWY_INLINE Four four(std::size_t term) const {
    Four sum = vector[0][term];
    HWY_UNROLL(8)
    for (std::size_t v = 1; v < Vectors; ++v) sum = hn::Add(sum, vector[v][term]);
    return sum;
  }
  HWY_INLINE double total(std::size_t term) const {
    double lane[4];
    hn::StoreU(four(term), FourTag(), lane);
    return (lane[0] + lane[1]) + (lane[2] + lane[3]);
  }
};

/// The totals of four terms.
template <std::size_t Vectors>
HWY_INLINE Four totals(const LaneSums<4, Vectors>& sums) {
  const FourTag d;
  const Four a = sums.four(0), b = sums.four(1), e = sums.four(2), f = sums.four(3);
  const Four ab = hn::Add(hn::InterleaveLower(d, a, b), hn::InterleaveUpper(d, a, b));
  const Four ef = hn::Add(hn::InterleaveLower(d, e, f), hn::InterleaveUpper(d, e, f));
  return hn::Add(hn::ConcatLowerLower(d, ef, ab), hn::ConcatUpperUpper(d, ef, ab));
}

/// Adds the terms of fewer numbers than there are lanes, from number `first` on: the end of a sum. `add_four(first,
/// sums of four lanes, load)` adds those of the up to four numbers that `load` loads.
template <std::size_t Terms, std::size_t Vectors, class AddFour>
HWY_INLINE void add_last(LaneSums<Terms, Vectors>& sums, std::size_t first, std::size_t count,
                         const AddFour& add_four) {
  // Unrolled, because sums with an index that is known only later would live in memory.
  const std::size_t whole_fours = count / 4, rest = count % 4;
  HWY_UNROLL(8)
  for (std::size_t v = 0; v < Vectors; ++v) {
    if (v < whole_fours)
      add_four(first + 4 * v, sums.vector[v], WholeFour());
    else if (v == whole_fours && rest > 0)
      add_four(first + 4 * v, sums.vector[v], FirstOfFour{rest});
  }
}

/// Sums over `count` numbers. `add_all_lanes(first, sums)` adds the terms of as many numbers as there are lanes.
template <std::size_t Terms, std::size_t Vectors, class AddAllLanes, class AddFour>
HWY_INLINE LaneSums<Terms, Vectors> sum_in_lanes(std::size_t count, const AddAllLanes& add_all_lanes,
                                                 const AddFour& add_four) {
  using Sums = LaneSums<Terms, Vectors>;
  // Sums of few registers take two runs at a time, which hides the latency as more vectors would, in the same order.
  constexpr bool two_at_once = Terms * Vectors <= 4;
  const std::size_t whole = count / Sums::lanes * Sums::lanes;
  const auto length_of_run = [whole](std::size_t from) {
    return whole - from < Sums::run_length ? whole - from : Sums::run_length;
  };
  Sums sums;
  for (std::size_t first = 0; first < whole;) {
    const std::size_t length = length_of_run(first), next = first + length;
    const std::size_t next_length = two_at_once ? length_of_run(next) : 0;
    Sums run, next_run;
    std::size_t i = 0;
    for (; i < next_length; i += Sums::lanes) {
      add_all_lanes(first + i, run);
      add_all_lanes(next + i, next_run);
    }
    for (; i < length; i += Sums::lanes) add_all_lanes(first + i, run);
    sums.add(run);
    if constexpr (two_at_once) sums.add(next_run);
    first = next + next_length;
  }
  add_last(sums, whole, count - whole, add_four);
  return sums;
}

/// The same where the terms need no more than four numbers at a time.
template <std::size_t Terms, std::size_t Vectors, class AddFour>
HWY_INLINE LaneSums<Terms, Vectors> sum_in_lanes(std::size_t count, const AddFour& add_four) {
  return sum_in_lanes<Terms, Vectors>(
      count,
      [&](std::size_t first, LaneSums<Terms, Vectors>& sums) {
        HWY_UNROLL(8)
        for (std::size_t v = 0; v < Vectors; ++v) add_four(first + 4 * v, sums.vector[v], WholeFour());
      },
      add_four);
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
