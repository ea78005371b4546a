// Kernels on whole batches: against plain loops in long double, and bit for bit against one number at a time.
#include "linear/batch_kernels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "linear/inner_products.hpp"
#include "random/simd_targets.hpp"
#include "unit/linear/test_matrix.hpp"

namespace initlab {
namespace {

using testing::normal_vectors;
using testing::same_bits;

// Less than a register, one more and one less than a block of 32, whole blocks, and blocks with a rest.
constexpr std::size_t unit_counts[] = {1, 2, 3, 5, 31, 33, 64, 100, 1000};
constexpr std::size_t input_counts[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 100};

const Stream first_stream = StreamFamily(21, "first", 0).at(0);
const Stream second_stream = StreamFamily(21, "second", 0).at(0);
const Stream coefficient_stream = StreamFamily(21, "coefficients", 0).at(0);

template <class Real>
BatchView<const Real> batch(const std::vector<Real>& v, std::size_t units) {
  return {v.data(), units, v.size() / units};
}
template <class Real>
BatchView<Real> batch(std::vector<Real>& v, std::size_t units) {
  return {v.data(), units, v.size() / units};
}
template <class Real>
std::vector<Real> upper_triangle(std::size_t size) {
  auto r = normal_vectors<Real>(coefficient_stream, size * size);
  for (std::size_t a = 0; a < size; ++a) std::fill_n(r.begin() + std::ptrdiff_t(a * size), a, Real(0));
  return r;
}

template <class Real>
class BatchKernels : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(BatchKernels, Reals);

// ---- what they compute

template <class Real>
void expect_inner_product(const std::vector<Real>& a, const std::vector<Real>& b, std::size_t units, std::size_t p,
                          std::size_t q, double found) {
  long double exact = 0, size = 0;
  for (std::size_t i = 0; i < units; ++i) {
    const long double product = static_cast<long double>(a[p * units + i]) * b[q * units + i];
    exact += product;
    size += std::abs(product);
  }
  // What the header promises, and the rounding of `exact`.
  const long double tolerance = (20 + static_cast<long double>(units) / 64) * testing::unit_roundoff<double> * size;
  ASSERT_NEAR(found, double(exact), double(tolerance)) << units << " units, (" << p << ", " << q << ")";
}

TYPED_TEST(BatchKernels, inner_products_are_sums_of_products_to_the_rounding_of_doubles) {
  for (const std::size_t units : unit_counts)
    for (const std::size_t a_count : input_counts)
      for (const std::size_t b_count : input_counts) {
        const auto a = normal_vectors<TypeParam>(first_stream, a_count * units);
        const auto b = normal_vectors<TypeParam>(second_stream, b_count * units);
        std::vector<double> out(a_count * b_count, std::nan(""));
        inner_products(batch(a, units), batch(b, units), out);
        for (std::size_t p = 0; p < a_count; ++p)
          for (std::size_t q = 0; q < b_count; ++q) expect_inner_product(a, b, units, p, q, out[p * b_count + q]);
      }
}

TYPED_TEST(BatchKernels, a_gram_matrix_is_the_inner_products_of_the_inputs_on_and_above_the_diagonal) {
  for (const std::size_t units : unit_counts)
    for (const std::size_t count : input_counts) {
      const auto x = normal_vectors<TypeParam>(first_stream, count * units);
      std::vector<double> out(count * count, std::nan(""));
      gram_matrix(batch(x, units), out);
      for (std::size_t p = 0; p < count; ++p)
        for (std::size_t q = 0; q < count; ++q) {
          if (q >= p)
            expect_inner_product(x, x, units, p, q, out[p * count + q]);
          else
            EXPECT_TRUE(std::isnan(out[p * count + q])) << "written below the diagonal";
        }
      expect_inner_product(x, x, units, 0, 0, squared_length(std::span<const TypeParam>(x).first(units)));
    }
}

/// One number of x C (+ y) in long double, with a bound of what fused multiply-adds in Real, and the rounding of
/// `exact`, may be off.
struct Combination {
  long double exact = 0, size = 0;
  std::size_t terms = 0;

  void add(long double coefficient, long double number) {
    exact += coefficient * number;
    size += std::abs(coefficient * number);
    ++terms;
  }
  template <class Real>
  double tolerance() const {
    return double((static_cast<long double>(terms) + 1) * testing::unit_roundoff<Real> * size);
  }
};

TYPED_TEST(BatchKernels, multiply_upper_is_the_product_with_a_triangle) {
  for (const std::size_t units : unit_counts)
    for (const std::size_t count : input_counts) {
      const auto before = normal_vectors<TypeParam>(first_stream, count * units);
      const auto r = upper_triangle<TypeParam>(count);
      auto y = before;
      multiply_upper(batch(y, units), r);
      for (std::size_t b = 0; b < count; ++b)
        for (std::size_t i = 0; i < units; ++i) {
          Combination sum;
          for (std::size_t a = 0; a <= b; ++a) sum.add(r[a * count + b], before[a * units + i]);
          ASSERT_NEAR(y[b * units + i], double(sum.exact), sum.tolerance<TypeParam>()) << units << " x " << count;
        }
    }
}

TYPED_TEST(BatchKernels, add_product_adds_the_combinations_of_the_inputs) {
  for (const std::size_t units : unit_counts)
    for (const std::size_t x_count : input_counts)
      for (const std::size_t y_count : input_counts) {
        const auto x = normal_vectors<TypeParam>(first_stream, x_count * units);
        const auto before = normal_vectors<TypeParam>(second_stream, y_count * units);
        const auto c = normal_vectors<TypeParam>(coefficient_stream, x_count * y_count);
        auto y = before;
        add_product(batch(x, units), c, batch(y, units));
        for (std::size_t b = 0; b < y_count; ++b)
          for (std::size_t i = 0; i < units; ++i) {
            Combination sum;
            sum.add(1, before[b * units + i]);
            for (std::size_t a = 0; a < x_count; ++a) sum.add(c[a * y_count + b], x[a * units + i]);
            ASSERT_NEAR(y[b * units + i], double(sum.exact), sum.tolerance<TypeParam>())
                << units << " x " << x_count << " x " << y_count;
          }
      }
}

// ---- their bits: the same sums, one number at a time, so that no width of registers is in them

/// A sum of doubles as linear/lane_sums.hpp states it, in 4 * vectors lanes: runs of 16 numbers a lane, the rest behind
/// them, then vectors and lanes added up.
template <class Real>
double model_dot(const Real* a, const Real* b, std::size_t units, std::size_t vectors) {
  const std::size_t lanes = 4 * vectors, whole = units / lanes * lanes;
  double sum[32] = {};
  for (std::size_t first = 0; first < whole; first += 16 * lanes) {
    double run[32] = {};
    for (std::size_t i = first; i < std::min(whole, first + 16 * lanes); ++i)
      run[i % lanes] = std::fma(double(a[i]), double(b[i]), run[i % lanes]);
    for (std::size_t lane = 0; lane < lanes; ++lane) sum[lane] += run[lane];
  }
  for (std::size_t i = whole; i < units; ++i) sum[i - whole] = std::fma(double(a[i]), double(b[i]), sum[i - whole]);
  for (std::size_t lane = 4; lane < lanes; ++lane) sum[lane % 4] += sum[lane];
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}
bool is_in_a_group(std::size_t of, std::size_t input, std::size_t count) { return input < count / of * of; }
/// Inputs on the left are taken by four, then by two, those on the right by two: a block of as many products has eight
/// vectors of lanes together.
std::size_t vectors_for(std::size_t p, std::size_t p_count, std::size_t q, std::size_t q_count) {
  const std::size_t rows = is_in_a_group(4, p, p_count) ? 4 : is_in_a_group(2, p, p_count) ? 2 : 1;
  return 8 / (rows * (is_in_a_group(2, q, q_count) ? 2 : 1));
}
/// Four inputs meet among themselves in pairs, and the three products of a pair with itself have four vectors each.
std::size_t vectors_for_gram(std::size_t p, std::size_t q, std::size_t count) {
  if (p / 2 == q / 2 && is_in_a_group(2, p, count)) return 4;
  if (p / 4 == q / 4 && is_in_a_group(4, p, count)) return 2;
  return vectors_for(p, count, q, count);
}

/// from + C_0b x_0 + C_1b x_1 + ..., in this order.
template <class Real>
Real model_combination(Real from, std::span<const Real> numbers, const Real* coefficients, std::size_t stride) {
  for (std::size_t a = 0; a < numbers.size(); ++a) from = std::fma(coefficients[a * stride], numbers[a], from);
  return from;
}
template <class Real>
std::vector<Real> unit_of_all(const std::vector<Real>& x, std::size_t units, std::size_t unit) {
  std::vector<Real> numbers;
  for (std::size_t i = unit; i < x.size(); i += units) numbers.push_back(x[i]);
  return numbers;
}

template <class Real>
void expect_bits_of_the_model(std::size_t units, std::size_t count, std::size_t other_count) {
  const auto x = normal_vectors<Real>(first_stream, count * units);
  const auto other = normal_vectors<Real>(second_stream, other_count * units);
  const auto c = normal_vectors<Real>(coefficient_stream, count * other_count);
  const auto r = upper_triangle<Real>(count);

  std::vector<double> products(count * other_count), expected_products;
  inner_products(batch(x, units), batch(other, units), products);
  for (std::size_t p = 0; p < count; ++p)
    for (std::size_t q = 0; q < other_count; ++q)
      expected_products.push_back(
          model_dot(&x[p * units], &other[q * units], units, vectors_for(p, count, q, other_count)));
  EXPECT_TRUE(same_bits(products, expected_products)) << units << " x " << count << " x " << other_count;

  std::vector<double> gram(count * count, 0.0);
  gram_matrix(batch(x, units), gram);
  for (std::size_t p = 0; p < count; ++p)
    for (std::size_t q = p; q < count; ++q)
      EXPECT_EQ(gram[p * count + q], model_dot(&x[p * units], &x[q * units], units, vectors_for_gram(p, q, count)));

  auto y = x;
  multiply_upper(batch(y, units), r);
  auto sum = other;
  add_product(batch(x, units), c, batch(sum, units));
  for (std::size_t i = 0; i < units; ++i) {
    const auto numbers = unit_of_all(x, units, i);
    for (std::size_t b = 0; b < count; ++b)
      EXPECT_EQ(y[b * units + i], model_combination<Real>(Real(0), std::span(numbers).first(b + 1), &r[b], count));
    for (std::size_t b = 0; b < other_count; ++b)
      EXPECT_EQ(sum[b * units + i], model_combination<Real>(other[b * units + i], numbers, &c[b], other_count));
  }
}

TYPED_TEST(BatchKernels, bits_are_those_of_the_scalar_model) {
  for (const std::size_t units : unit_counts)
    for (const std::size_t count : input_counts) expect_bits_of_the_model<TypeParam>(units, count, 3);
}

TYPED_TEST(BatchKernels, bits_are_those_of_the_scalar_model_on_avx2_too) {
  limit_simd(SimdLimit::avx2);
  for (const std::size_t units : unit_counts)
    for (const std::size_t count : input_counts) expect_bits_of_the_model<TypeParam>(units, count, 4);
  limit_simd(SimdLimit::none);
}

}  // namespace
}  // namespace initlab
