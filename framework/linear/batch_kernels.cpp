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
void combine_block(const Real* x, std::size_t x_stride, std::size_t terms, const Real* coefficients, std::size_t stride,
                   Real* y, std::size_t y_stride) {
  using Tag = hn::CappedTag<Real, units>;
  const Tag d;
  constexpr std::size_t width = hn::MaxLanes(Tag());
  constexpr std::size_t parts = units / width;
  // Loops over registers are unrolled by order: gcc 12 would keep `sum` in memory before and behind the loop over
  // terms.
  hn::Vec<Tag> sum[B][parts];
  HWY_UNROLL(4)
  for (std::size_t b = 0; b < B; ++b) {
    HWY_UNROLL(16)
    for (std::size_t v = 0; v < parts; ++v) sum[b][v] = add ? hn::LoadU(d, y + b * y_stride + v * width) : hn::Zero(d);
  }
  for (std::size_t a = 0; a < terms; ++a) {
    hn::Vec<Tag> factor[B];
    HWY_UNROLL(4)
    for (std::size_t b = 0; b < B; ++b) factor[b] = hn::Set(d, coefficients[a * stride + b]);
    HWY_UNROLL(16)
    for (std::size_t v = 0; v < parts; ++v) {
      const auto term = hn::LoadU(d, x + a * x_stride + v * width);
      HWY_UNROLL(4)
      for (std::size_t b = 0; b < B; ++b) sum[b][v] = hn::MulAdd(factor[b], term, sum[b][v]);
    }
  }
  HWY_UNROLL(4)
  for (std::size_t b = 0; b < B; ++b) {
    HWY_UNROLL(16)
    for (std::size_t v = 0; v < parts; ++v) hn::StoreU(sum[b][v], d, y + b * y_stride + v * width);
  }
}

// Three inputs in four registers of AVX2 each, their factors and one of the terms are the sixteen registers.
inline constexpr std::size_t together = 3;
template <class Real>
inline constexpr std::size_t units_together = 128 / sizeof(Real);

/// Calls f<number of units>(first unit) for whole blocks, then for parts of them, then for single units.
template <class Real, class F>
void for_blocks(std::size_t units, const F& f) {
  constexpr std::size_t block = units_together<Real>, part = block / 4;
  std::size_t unit = 0;
  for (; unit + block <= units; unit += block) f.template operator()<block>(unit);
  for (; unit + part <= units; unit += part) f.template operator()<part>(unit);
  for (; unit < units; ++unit) f.template operator()<1>(unit);
}

/// Inputs [first, first + count) of y; count <= together.
template <std::size_t units, bool add, class Real>
void combine_inputs(const Real* x, std::size_t x_stride, std::size_t terms, const Real* c, std::size_t first,
                    std::size_t count, BatchView<Real> y, std::size_t unit) {
  Real* const to = y.input(first) + unit;
  if (count == 1) combine_block<units, 1, add>(x, x_stride, terms, c + first, y.count, to, y.units);
  if (count == 2) combine_block<units, 2, add>(x, x_stride, terms, c + first, y.count, to, y.units);
  if (count == 3) combine_block<units, 3, add>(x, x_stride, terms, c + first, y.count, to, y.units);
}

/// From the last inputs to the first: an input is overwritten when nothing needs it any more.
template <class Real>
void multiply_upper_of(BatchView<Real> y, const Real* upper) {
  for_blocks<Real>(y.units, [&]<std::size_t units>(std::size_t unit) {
    for (std::size_t end = y.count; end > 0;) {
      const std::size_t count = end < together ? end : together;
      // R is read below its diagonal here, where it is 0 by agreement.
      combine_inputs<units, false, Real>(y.data + unit, y.units, end, upper, end - count, count, y, unit);
      end -= count;
    }
  });
}

template <class Real>
void add_product_of(BatchView<const Real> x, const Real* c, BatchView<Real> y) {
  for_blocks<Real>(y.units, [&]<std::size_t units>(std::size_t unit) {
    for (std::size_t b = 0; b < y.count; b += together) {
      const std::size_t count = y.count - b < together ? y.count - b : together;
      combine_inputs<units, true, Real>(x.data + unit, x.units, x.count, c, b, count, y, unit);
    }
  });
}

#define INITLAB_BATCH_KERNELS(Real, suffix)                                          \
  void upper_##suffix(BatchView<Real> y, const Real* r) { multiply_upper_of(y, r); } \
  void add_##suffix(BatchView<const Real> x, const Real* c, BatchView<Real> y) { add_product_of(x, c, y); }
INITLAB_BATCH_KERNELS(float, f32)
INITLAB_BATCH_KERNELS(double, f64)
#undef INITLAB_BATCH_KERNELS

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace initlab {

#define INITLAB_BATCH_KERNELS(Real, suffix)                                                          \
  HWY_EXPORT(upper_##suffix);                                                                        \
  HWY_EXPORT(add_##suffix);                                                                          \
  void multiply_upper(BatchView<Real> y, std::span<const Real> upper) {                              \
    HWY_DYNAMIC_DISPATCH(upper_##suffix)(y, upper.data());                                           \
  }                                                                                                  \
  void add_product(BatchView<const Real> x, std::span<const Real> coefficients, BatchView<Real> y) { \
    HWY_DYNAMIC_DISPATCH(add_##suffix)(x, coefficients.data(), y);                                   \
  }
INITLAB_BATCH_KERNELS(float, f32)
INITLAB_BATCH_KERNELS(double, f64)
#undef INITLAB_BATCH_KERNELS

}  // namespace initlab
#endif
