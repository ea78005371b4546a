// Haar matrices, one at a time: orthonormal to rounding, and the product of reflections that linear/haar_matrix.hpp
// states.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "unit/linear/determinant.hpp"
#include "unit/linear/scalar_model.hpp"
#include "unit/linear/test_matrix.hpp"

namespace initlab {
namespace {

using testing::Shape;
using testing::TestMatrix;

const StreamFamily family(7, "weights", 0);
constexpr Shape haar_shapes[] = {{1, 1},  {1, 7},   {7, 1},    {2, 2},    {16, 16},  {17, 3},
                                 {3, 17}, {64, 64}, {65, 130}, {130, 65}, {200, 33}, {1000, 2}};

template <class Real>
class Haar : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(Haar, Reals);

/// Each reflection leaves an error of a few roundings in a vector of length 1 (Higham 2002, lemma 19.3, where the
/// constant grows with the length; 16 lanes keep it small). Over n of them they would add up to n at worst and to
/// sqrt(n) at random.
template <class Real>
double orthonormal_tolerance(Shape shape) {
  return 8.0 * std::min(shape.rows, shape.columns) * testing::unit_roundoff<Real>;
}

/// max |<v_a, v_b> - gain^2 [a = b]| over the vectors of `units` numbers in `vectors`.
template <class Real>
double distance_from_orthonormal(const std::vector<Real>& vectors, std::size_t units, double gain) {
  double worst = 0;
  for (std::size_t a = 0; a < vectors.size(); a += units)
    for (std::size_t b = 0; b <= a; b += units) {
      double inner = a == b ? -gain * gain : 0.0;
      for (std::size_t i = 0; i < units; ++i) inner += double(vectors[a + i]) * vectors[b + i];
      worst = std::max(worst, std::abs(inner));
    }
  return worst;
}

TYPED_TEST(Haar, the_shorter_vectors_of_rows_and_columns_are_orthonormal_times_the_gain) {
  for (const double gain : {1.0, 0.5})
    for (const Shape shape : haar_shapes)
      for (std::uint32_t trial = 0; trial < 5; ++trial) {
        TestMatrix<TypeParam> q(orthogonal(gain), shape);
        q.draw(family.at(trial, 1));
        const double tolerance = orthonormal_tolerance<TypeParam>(shape);
        if (shape.rows >= shape.columns) {
          EXPECT_LE(distance_from_orthonormal(q.columns(), shape.rows, gain), tolerance) << shape;
        }
        if (shape.rows <= shape.columns) {
          EXPECT_LE(distance_from_orthonormal(q.rows(), shape.columns, gain), tolerance) << shape;
        }
      }
}

/// The matrix from its formula, with the same Gaussian vectors, as explicit matrices in long double: row-major, m x n,
/// m >= n.
template <class Real>
std::vector<long double> explicit_product(const Stream& stream, std::size_t m, std::size_t n) {
  std::vector<long double> q(m * n, 0.0L);
  for (std::size_t k = 0; k < n; ++k) q[k * n + k] = 1.0L;
  for (std::size_t k = n; k-- > 0;) {
    std::vector<Real> g(m - k);
    const std::size_t groups_each = (m + group_size<Real> - 1) / group_size<Real>;
    fill_normal(stream, k * groups_each, g);
    const long double sign = g[0] < 0 ? -1.0L : 1.0L;
    if (m - k == 1) {  // H_m is left out
      q[k * n + k] *= sign;
      continue;
    }
    long double norm = 0;
    for (const Real z : g) norm += static_cast<long double>(z) * z;
    norm = std::sqrt(norm);
    std::vector<long double> v(g.begin(), g.end());
    v[0] += sign * norm;  // g - (-sign |g| e_1)
    long double v_square = 0;
    for (const long double z : v) v_square += z * z;
    for (std::size_t j = 0; j < n; ++j) {
      if (j == k) q[k * n + k] *= -sign;  // D_kk, before H_k
      long double along = 0;
      for (std::size_t i = k; i < m; ++i) along += v[i - k] * q[i * n + j];
      for (std::size_t i = k; i < m; ++i) q[i * n + j] -= 2.0L * along / v_square * v[i - k];
    }
  }
  return q;
}

TYPED_TEST(Haar, is_the_product_of_explicit_reflections) {
  for (const Shape shape : haar_shapes)
    for (std::uint32_t trial = 0; trial < 5; ++trial) {
      const bool tall = shape.rows >= shape.columns;
      const std::size_t m = std::max(shape.rows, shape.columns), n = std::min(shape.rows, shape.columns);
      const Stream stream = family.at(trial, 2);
      const auto expected = explicit_product<TypeParam>(stream, m, n);
      const auto found = TestMatrix<TypeParam>(orthogonal(1.0), shape).draw(stream).columns();
      for (std::size_t i = 0; i < m; ++i)
        for (std::size_t j = 0; j < n; ++j)
          ASSERT_NEAR(tall ? found[j * m + i] : found[i * n + j], double(expected[i * n + j]),
                      orthonormal_tolerance<TypeParam>(shape))
              << shape << ", entry " << i << ", " << j;
    }
}

TYPED_TEST(Haar, a_single_entry_is_plus_or_minus_the_gain) {
  std::size_t plus = 0;
  for (std::uint32_t trial = 0; trial < 1000; ++trial) {
    const TypeParam q = TestMatrix<TypeParam>(orthogonal(1.5), {1, 1}).draw(family.at(trial, 3)).columns()[0];
    ASSERT_EQ(std::abs(q), TypeParam(1.5));
    plus += q > 0;
  }
  EXPECT_NEAR(plus, 500.0, 5.0 * std::sqrt(250.0));  // five standard errors of a fair coin
}

// Rotations and reflections are equally likely: a sampler of rotations only would pass every test of single entries.
TYPED_TEST(Haar, square_matrices_have_determinant_plus_and_minus_one_equally_often) {
  for (const std::uint32_t n : {2u, 3u, 8u}) {
    std::size_t plus = 0;
    for (std::uint32_t trial = 0; trial < 1000; ++trial) {
      const auto q = TestMatrix<TypeParam>(orthogonal(1.0), {n, n}).draw(family.at(trial, 4)).columns();
      const double det = testing::determinant({q.begin(), q.end()}, n);
      ASSERT_NEAR(std::abs(det), 1.0, n * orthonormal_tolerance<TypeParam>({n, n}));
      plus += det > 0;
    }
    EXPECT_NEAR(plus, 500.0, 5.0 * std::sqrt(250.0)) << n;  // five standard errors of a fair coin
  }
}

}  // namespace
}  // namespace initlab
