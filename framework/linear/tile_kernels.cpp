#include "linear/tile_kernels.hpp"

#include <cmath>

#include "random/highway_config.hpp"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "linear/tile_kernels.cpp"
#include <hwy/foreach_target.h>
// foreach_target comes first: it includes this file once for each processor.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace initlab::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class Real>
using Tag = hn::CappedTag<Real, panel_rows>;

/// P panels times B inputs, with all sums in registers.
template <std::size_t P, std::size_t B, class Real>
void multiply_block(const Real* HWY_RESTRICT tile, std::size_t tile_columns, std::size_t columns,
                    const Real* HWY_RESTRICT x, std::size_t x_stride, Real* HWY_RESTRICT y, std::size_t y_stride) {
  const Tag<Real> d;
  constexpr std::size_t lanes = hn::MaxLanes(Tag<Real>());
  constexpr std::size_t parts = P * (panel_rows / lanes);
  hn::Vec<Tag<Real>> sum[B][parts];
  for (std::size_t b = 0; b < B; ++b)
    for (std::size_t v = 0; v < parts; ++v) sum[b][v] = hn::Zero(d);
  for (std::size_t k = 0; k < columns; ++k) {
    hn::Vec<Tag<Real>> w[parts];
    for (std::size_t p = 0; p < P; ++p)
      for (std::size_t v = 0; v < panel_rows / lanes; ++v)
        w[p * (panel_rows / lanes) + v] = hn::LoadU(d, tile + (p * tile_columns + k) * panel_rows + v * lanes);
    for (std::size_t b = 0; b < B; ++b) {
      const auto xk = hn::Set(d, x[b * x_stride + k]);
      for (std::size_t v = 0; v < parts; ++v) sum[b][v] = hn::MulAdd(w[v], xk, sum[b][v]);
    }
  }
  for (std::size_t b = 0; b < B; ++b)
    for (std::size_t v = 0; v < parts; ++v) {
      Real* to = y + b * y_stride + v * lanes;
      hn::StoreU(hn::Add(hn::LoadU(d, to), sum[b][v]), d, to);
    }
}

template <std::size_t P, class Real>
void multiply_inputs(const Real* tile, std::size_t tile_columns, std::size_t columns, const Real* x,
                     std::size_t x_stride, std::size_t count, Real* y, std::size_t y_stride) {
  std::size_t b = 0;
  for (; b + 3 <= count; b += 3)
    multiply_block<P, 3>(tile, tile_columns, columns, x + b * x_stride, x_stride, y + b * y_stride, y_stride);
  for (; b < count; ++b)
    multiply_block<P, 1>(tile, tile_columns, columns, x + b * x_stride, x_stride, y + b * y_stride, y_stride);
}

template <class Real>
void multiply_all(const Real* tile, std::size_t panels, std::size_t tile_columns, std::size_t columns, const Real* x,
                  std::size_t x_stride, std::size_t count, Real* y, std::size_t y_stride) {
  // 12 sums in flight hide the latency of the fma: 4 registers of rows times 3 inputs; one input alone takes 8 of rows.
  constexpr std::size_t registers = panel_rows / hn::MaxLanes(Tag<Real>());
  constexpr std::size_t group = registers >= 4 ? 1 : 4 / registers;
  const auto advance = [&](std::size_t by) {
    tile += by * tile_columns * panel_rows;
    y += by * panel_rows;
    panels -= by;
  };
  while (panels >= 2 * group && count < 3) {
    multiply_inputs<2 * group>(tile, tile_columns, columns, x, x_stride, count, y, y_stride);
    advance(2 * group);
  }
  while (panels >= group) {
    multiply_inputs<group>(tile, tile_columns, columns, x, x_stride, count, y, y_stride);
    advance(group);
  }
  while (panels > 0) {
    multiply_inputs<1>(tile, tile_columns, columns, x, x_stride, count, y, y_stride);
    advance(1);
  }
}

template <class Real>
void reflect_one(const Real* HWY_RESTRICT v, std::size_t length, Real beta, Real* HWY_RESTRICT x) {
  const Tag<Real> d;
  constexpr std::size_t lanes = hn::MaxLanes(Tag<Real>());
  constexpr std::size_t parts = panel_rows / lanes;
  hn::Vec<Tag<Real>> sum[parts];
  for (std::size_t p = 0; p < parts; ++p) sum[p] = hn::Zero(d);
  const std::size_t whole = length / panel_rows * panel_rows;
  for (std::size_t i = 0; i < whole; i += panel_rows)
    for (std::size_t p = 0; p < parts; ++p)
      sum[p] = hn::MulAdd(hn::LoadU(d, v + i + p * lanes), hn::LoadU(d, x + i + p * lanes), sum[p]);
  Real lane[panel_rows];
  for (std::size_t p = 0; p < parts; ++p) hn::StoreU(sum[p], d, lane + p * lanes);
  for (std::size_t i = whole; i < length; ++i) lane[i - whole] = std::fma(v[i], x[i], lane[i - whole]);
  for (std::size_t half = panel_rows / 2; half > 0; half /= 2)
    for (std::size_t i = 0; i < half; ++i) lane[i] += lane[i + half];

  const Real factor = -beta * lane[0];
  const auto f = hn::Set(d, factor);
  for (std::size_t i = 0; i < whole; i += lanes)
    hn::StoreU(hn::MulAdd(f, hn::LoadU(d, v + i), hn::LoadU(d, x + i)), d, x + i);
  for (std::size_t i = whole; i < length; ++i) x[i] = std::fma(factor, v[i], x[i]);
}

template <class Real>
void reflect_all(const Real* v, std::size_t length, Real beta, Real* x, std::size_t x_stride, std::size_t count) {
  for (std::size_t b = 0; b < count; ++b) reflect_one(v, length, beta, x + b * x_stride);
}

void multiply_f32(const float* t, std::size_t p, std::size_t tc, std::size_t c, const float* x, std::size_t xs,
                  std::size_t n, float* y, std::size_t ys) {
  multiply_all(t, p, tc, c, x, xs, n, y, ys);
}
void multiply_f64(const double* t, std::size_t p, std::size_t tc, std::size_t c, const double* x, std::size_t xs,
                  std::size_t n, double* y, std::size_t ys) {
  multiply_all(t, p, tc, c, x, xs, n, y, ys);
}
void reflect_f32(const float* v, std::size_t n, float b, float* x, std::size_t s, std::size_t c) {
  reflect_all(v, n, b, x, s, c);
}
void reflect_f64(const double* v, std::size_t n, double b, double* x, std::size_t s, std::size_t c) {
  reflect_all(v, n, b, x, s, c);
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace initlab {
HWY_EXPORT(multiply_f32);
HWY_EXPORT(multiply_f64);
HWY_EXPORT(reflect_f32);
HWY_EXPORT(reflect_f64);

void multiply_add(const float* tile, std::size_t panels, std::size_t tile_columns, std::size_t columns, const float* x,
                  std::size_t x_stride, std::size_t count, float* y, std::size_t y_stride) {
  HWY_DYNAMIC_DISPATCH(multiply_f32)(tile, panels, tile_columns, columns, x, x_stride, count, y, y_stride);
}
void multiply_add(const double* tile, std::size_t panels, std::size_t tile_columns, std::size_t columns,
                  const double* x, std::size_t x_stride, std::size_t count, double* y, std::size_t y_stride) {
  HWY_DYNAMIC_DISPATCH(multiply_f64)(tile, panels, tile_columns, columns, x, x_stride, count, y, y_stride);
}
void reflect(const float* v, std::size_t length, float beta, float* x, std::size_t x_stride, std::size_t count) {
  HWY_DYNAMIC_DISPATCH(reflect_f32)(v, length, beta, x, x_stride, count);
}
void reflect(const double* v, std::size_t length, double beta, double* x, std::size_t x_stride, std::size_t count) {
  HWY_DYNAMIC_DISPATCH(reflect_f64)(v, length, beta, x, x_stride, count);
}
}  // namespace initlab
#endif
