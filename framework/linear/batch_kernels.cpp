#include "linear/batch_kernels.hpp"

#include <algorithm>
#include <cmath>

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

inline constexpr std::size_t unit_lanes = 32;

template <class Real>
using Units = hn::CappedTag<Real, unit_lanes>;

/// B inputs of y at `unit_lanes` units: y_b (or 0) + sum over a < terms of C[a * stride + b] x_a.
template <std::size_t B, bool add, class Real>
void combine_block(const Real* x, std::size_t x_stride, std::size_t terms, const double* coefficients,
                   std::size_t stride, Real* y, std::size_t y_stride) {
  const Units<Real> d;
  constexpr std::size_t width = hn::MaxLanes(Units<Real>());
  constexpr std::size_t parts = unit_lanes / width;
  hn::Vec<Units<Real>> sum[B][parts];
  for (std::size_t b = 0; b < B; ++b)
    for (std::size_t v = 0; v < parts; ++v) sum[b][v] = add ? hn::LoadU(d, y + b * y_stride + v * width) : hn::Zero(d);
  for (std::size_t a = 0; a < terms; ++a) {
    hn::Vec<Units<Real>> term[parts];
    for (std::size_t v = 0; v < parts; ++v) term[v] = hn::LoadU(d, x + a * x_stride + v * width);
    for (std::size_t b = 0; b < B; ++b) {
      const auto factor = hn::Set(d, static_cast<Real>(coefficients[a * stride + b]));
      for (std::size_t v = 0; v < parts; ++v) sum[b][v] = hn::MulAdd(factor, term[v], sum[b][v]);
    }
  }
  for (std::size_t b = 0; b < B; ++b)
    for (std::size_t v = 0; v < parts; ++v) hn::StoreU(sum[b][v], d, y + b * y_stride + v * width);
}

/// The same at one unit.
template <bool add, class Real>
Real combine_one(const Real* x, std::size_t x_stride, std::size_t terms, const double* coefficients, std::size_t stride,
                 Real y) {
  Real sum = add ? y : Real(0);
  for (std::size_t a = 0; a < terms; ++a)
    sum = std::fma(static_cast<Real>(coefficients[a * stride]), x[a * x_stride], sum);
  return sum;
}

// Two inputs at a time: with four registers of AVX2 each, and those of the term, they leave room for the factors.
inline constexpr std::size_t together = 2;

/// From the last input to the first: an input is overwritten when nothing needs it any more.
template <class Real>
void multiply_upper_at(BatchView<Real> y, const double* upper, std::size_t unit, bool whole) {
  const std::size_t count = y.count;
  std::size_t end = count;
  while (whole && end >= together) {
    const std::size_t b = end - together;
    // R is read below its diagonal here, where it is 0 by agreement.
    combine_block<together, false>(y.data + unit, y.units, end, upper + b, count, y.input(b) + unit, y.units);
    end = b;
  }
  while (end > 0) {
    const std::size_t b = end - 1;
    Real* const to = y.input(b) + unit;
    if (whole)
      combine_block<1, false>(y.data + unit, y.units, end, upper + b, count, to, y.units);
    else
      *to = combine_one<false>(y.data + unit, y.units, end, upper + b, count, *to);
    end = b;
  }
}

template <class Real>
void multiply_upper_of(BatchView<Real> y, const double* upper) {
  std::size_t unit = 0;
  for (; unit + unit_lanes <= y.units; unit += unit_lanes) multiply_upper_at(y, upper, unit, true);
  for (; unit < y.units; ++unit) multiply_upper_at(y, upper, unit, false);
}

template <class Real>
void add_product_of(BatchView<const Real> x, const double* c, BatchView<Real> y) {
  std::size_t unit = 0;
  for (; unit + unit_lanes <= y.units; unit += unit_lanes) {
    std::size_t b = 0;
    for (; b + together <= y.count; b += together)
      combine_block<together, true>(x.data + unit, x.units, x.count, c + b, y.count, y.input(b) + unit, y.units);
    for (; b < y.count; ++b)
      combine_block<1, true>(x.data + unit, x.units, x.count, c + b, y.count, y.input(b) + unit, y.units);
  }
  for (; unit < y.units; ++unit)
    for (std::size_t b = 0; b < y.count; ++b) {
      Real* const to = y.input(b) + unit;
      *to = combine_one<true>(x.data + unit, x.units, x.count, c + b, y.count, *to);
    }
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
