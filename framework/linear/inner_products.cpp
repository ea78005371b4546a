#include "linear/inner_products.hpp"

#include "linear/lane_sums.hpp"

HWY_BEFORE_NAMESPACE();
namespace initlab::HWY_NAMESPACE {

// Eight sums in flight keep both units for fused multiply-adds at work: an addition takes four cycles.
inline constexpr std::size_t sums_in_flight = 8;

template <class Real>
double square_of(const Real* x, std::size_t size) {
  return sum_in_lanes<1, sums_in_flight>(size,
                                         [&](std::size_t i, Four* to, auto load) {
                                           const Four value = load(x + i);
                                           to[0] = hn::MulAdd(value, value, to[0]);
                                         })
      .total(0);
}

/// out[0], out[1], out[stride + 1] = x.x, x.y, y.y
template <class Real>
void square_of_pair(const Real* x, const Real* y, std::size_t size, double* out, std::size_t stride) {
  const auto sums = sum_in_lanes<3, 4>(size, [&](std::size_t i, Four* to, auto load) {
    const Four of_x = load(x + i), of_y = load(y + i);
    to[0] = hn::MulAdd(of_x, of_x, to[0]);
    to[1] = hn::MulAdd(of_x, of_y, to[1]);
    to[2] = hn::MulAdd(of_y, of_y, to[2]);
  });
  out[0] = sums.total(0);
  out[1] = sums.total(1);
  out[stride + 1] = sums.total(2);
}

/// out[r * stride + c] = x_r . y_c, all inputs being `size` numbers behind one another. A number that is loaded and
/// converted serves several products. (Loops are unrolled by order: gcc 12 would keep the sums in memory.)
template <std::size_t Rows, std::size_t Columns, class Real>
void products_of(const Real* x, const Real* y, std::size_t size, double* out, std::size_t stride) {
  constexpr std::size_t terms = Rows * Columns;
  const auto sums = sum_in_lanes<terms, sums_in_flight / terms>(size, [&](std::size_t i, Four* to, auto load) {
    Four of_y[Columns];
    HWY_UNROLL(8)
    for (std::size_t c = 0; c < Columns; ++c) of_y[c] = load(y + c * size + i);
    HWY_UNROLL(8)
    for (std::size_t r = 0; r < Rows; ++r) {
      const Four of_x = load(x + r * size + i);
      HWY_UNROLL(8)
      for (std::size_t c = 0; c < Columns; ++c) to[r * Columns + c] = hn::MulAdd(of_x, of_y[c], to[r * Columns + c]);
    }
  });
  for (std::size_t r = 0; r < Rows; ++r)
    for (std::size_t c = 0; c < Columns; ++c) out[r * stride + c] = sums.total(r * Columns + c);
}

/// `Rows` inputs from x on with those of y from column `first` on.
template <std::size_t Rows, class Real>
void products_of_rows(const Real* x, BatchView<const Real> y, std::size_t first, double* out) {
  std::size_t c = first;
  for (; c + 2 <= y.count; c += 2) products_of<Rows, 2>(x, y.input(c), y.units, out + c, y.count);
  if (c < y.count) products_of<Rows, 1>(x, y.input(c), y.units, out + c, y.count);
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

namespace initlab {
namespace {

using namespace HWY_NAMESPACE;

template <class Real>
void products(BatchView<const Real> a, BatchView<const Real> b, std::span<double> out) {
  std::size_t r = 0;
  for (; r + 4 <= a.count; r += 4) products_of_rows<4>(a.input(r), b, 0, &out[r * b.count]);
  for (; r + 2 <= a.count; r += 2) products_of_rows<2>(a.input(r), b, 0, &out[r * b.count]);
  if (r < a.count) products_of_rows<1>(a.input(r), b, 0, &out[r * b.count]);
}

template <class Real>
void gram(BatchView<const Real> x, std::span<double> out) {
  const auto at = [&](std::size_t r, std::size_t c) { return &out[r * x.count + c]; };
  const auto pair = [&](std::size_t r) { square_of_pair(x.input(r), x.input(r + 1), x.units, at(r, r), x.count); };
  std::size_t r = 0;
  for (; r + 4 <= x.count; r += 4) {
    pair(r);
    products_of<2, 2>(x.input(r), x.input(r + 2), x.units, at(r, r + 2), x.count);
    pair(r + 2);
    products_of_rows<4>(x.input(r), x, r + 4, at(r, 0));
  }
  for (; r + 2 <= x.count; r += 2) {
    pair(r);
    products_of_rows<2>(x.input(r), x, r + 2, at(r, 0));
  }
  if (r < x.count) *at(r, r) = square_of(x.input(r), x.units);
}

}  // namespace

void inner_products(BatchView<const float> a, BatchView<const float> b, std::span<double> out) { products(a, b, out); }
void inner_products(BatchView<const double> a, BatchView<const double> b, std::span<double> out) {
  products(a, b, out);
}
void gram_matrix(BatchView<const float> x, std::span<double> out) { gram(x, out); }
void gram_matrix(BatchView<const double> x, std::span<double> out) { gram(x, out); }
double squared_length(std::span<const float> x) { return square_of(x.data(), x.size()); }
double squared_length(std::span<const double> x) { return square_of(x.data(), x.size()); }

}  // namespace initlab
