#include "linear/batch_kernels.hpp"

#include <cstddef>

#include "random/highway_config.hpp"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "linear/batch_kernels.cpp"
#include <hwy/foreach_target.h>
// foreach_target comes first: it includes this file once for each processor.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace initlab::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Every number has its own chain of fused multiply-adds, in the order of the inputs.

/// B inputs of y at `units` units: y_b (or 0) + sum over a < terms of C[a * stride + b] x_a.
template <std::size_t units, std::size_t B, bool add, class Real>
void combine_block(const Real* x, std::size_t x_stride, std::size_t terms, const double* coefficients,
                   std::size_t stride, Real* y, std::size_t y_stride) {
  using Tag = hn::CappedTag<Real, units>;
  const Tag d;
  constexpr std::size_t width = hn::MaxLanes(Tag());
  constexpr std::size_t parts = units / width;
  // Loops over registers are unrolled by order: gcc 12 would keep `sum` in memory before and behind the loop over
  // terms.
  hn::Vec<Tag> sum[B][parts];
  HWY_UNROLL(2)
  for (std::size_t b = 0; b < B; ++b) {
    HWY_UNROLL(16)
    for (std::size_t v = 0; v < parts; ++v) sum[b][v] = add ? hn::LoadU(d, y + b * y_stride + v * width) : hn::Zero(d);
  }
  for (std::size_t a = 0; a < terms; ++a) {
    hn::Vec<Tag> term[parts];
    HWY_UNROLL(16)
    for (std::size_t v = 0; v < parts; ++v) term[v] = hn::LoadU(d, x + a * x_stride + v * width);
    HWY_UNROLL(2)
    for (std::size_t b = 0; b < B; ++b) {
      const auto factor = hn::Set(d, static_cast<Real>(coefficients[a * stride + b]));
      HWY_UNROLL(16)
      for (std::size_t v = 0; v < parts; ++v) sum[b][v] = hn::MulAdd(factor, term[v], sum[b][v]);
    }
  }
  HWY_UNROLL(2)
  for (std::size_t b = 0; b < B; ++b) {
    HWY_UNROLL(16)
    for (std::size_t v = 0; v < parts; ++v) hn::StoreU(sum[b][v], d, y + b * y_stride + v * width);
  }
}

// Two inputs at a time: with four registers of AVX2 each, and those of the term, they leave room for the factors.
inline constexpr std::size_t together = 2;

/// Calls f<number of units>(first unit) for blocks of 32, then of 8, then of one.
template <class F>
void for_blocks(std::size_t units, const F& f) {
  std::size_t unit = 0;
  for (; unit + 32 <= units; unit += 32) f.template operator()<32>(unit);
  for (; unit + 8 <= units; unit += 8) f.template operator()<8>(unit);
  for (; unit < units; ++unit) f.template operator()<1>(unit);
}

/// From the last input to the first: an input is overwritten when nothing needs it any more.
template <class Real>
void multiply_upper_of(BatchView<Real> y, const double* upper) {
  const std::size_t count = y.count;
  for_blocks(y.units, [&]<std::size_t units>(std::size_t unit) {
    std::size_t end = count;
    for (; end >= together; end -= together) {
      const std::size_t b = end - together;
      // R is read below its diagonal here, where it is 0 by agreement.
      combine_block<units, together, false>(y.data + unit, y.units, end, upper + b, count, y.input(b) + unit, y.units);
    }
    if (end > 0) combine_block<units, 1, false>(y.data + unit, y.units, end, upper, count, y.data + unit, y.units);
  });
}

template <class Real>
void add_product_of(BatchView<const Real> x, const double* c, BatchView<Real> y) {
  for_blocks(y.units, [&]<std::size_t units>(std::size_t unit) {
    const Real* const from = x.data + unit;
    std::size_t b = 0;
    for (; b + together <= y.count; b += together)
      combine_block<units, together, true>(from, x.units, x.count, c + b, y.count, y.input(b) + unit, y.units);
    if (b < y.count) combine_block<units, 1, true>(from, x.units, x.count, c + b, y.count, y.input(b) + unit, y.units);
  });
}

#define INITLAB_BATCH_KERNELS(Real, suffix)                                            \
  void upper_##suffix(BatchView<Real> y, const double* r) { multiply_upper_of(y, r); } \
  void add_##suffix(BatchView<const Real> x, const double* c, BatchView<Real> y) { add_product_of(x, c, y); }
INITLAB_BATCH_KERNELS(float, f32)
INITLAB_BATCH_KERNELS(double, f64)
#undef INITLAB_BATCH_KERNELS

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace initlab {

#define INITLAB_BATCH_KERNELS(Real, suffix)                                                            \
  HWY_EXPORT(upper_##suffix);                                                                          \
  HWY_EXPORT(add_##suffix);                                                                            \
  void multiply_upper(BatchView<Real> y, std::span<const double> upper) {                              \
    HWY_DYNAMIC_DISPATCH(upper_##suffix)(y, upper.data());                                             \
  }                                                                                                    \
  void add_product(BatchView<const Real> x, std::span<const double> coefficients, BatchView<Real> y) { \
    HWY_DYNAMIC_DISPATCH(add_##suffix)(x, coefficients.data(), y);                                     \
  }
INITLAB_BATCH_KERNELS(float, f32)
INITLAB_BATCH_KERNELS(double, f64)
#undef INITLAB_BATCH_KERNELS

}  // namespace initlab
#endif
