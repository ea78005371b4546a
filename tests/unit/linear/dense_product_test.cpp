// Matrices of independent entries against a naive product with the entries that the layout promises.
#include <gtest/gtest.h>

#include <cmath>

#include "unit/linear/documented_entries.hpp"
#include "unit/linear/test_matrix.hpp"

namespace initlab {
namespace {

using testing::batches;
using testing::normal_vectors;
using testing::Shape;
using testing::shapes;
using testing::TestMatrix;

const StreamFamily weights(1, "weights", 10);
const Stream stream = weights.at(3, 4);
const Stream vectors = StreamFamily(1, "vectors", 10).at(0);
const Law laws[] = {gaussian(0.7), uniform(1.3), truncated_normal(0.7), rademacher(0.7), student_t(0.5, 4.5)};

template <class Real>
class DenseProduct : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(DenseProduct, Reals);

/// |computed - exact| of a sum of `terms` products: every term passes at most 64 fused multiply-adds of its chunk, one
/// addition a chunk, and two roundings for the scale and the product with it (Higham 2002, section 3.1, to first
/// order).
template <class Real>
double rounding_bound(std::size_t terms, double sum_of_magnitudes) {
  const double roundings = 64.0 + std::ceil(double(terms) / 64.0) + 2.0;
  return 1.01 * roundings * testing::unit_roundoff<Real> * sum_of_magnitudes;
}

/// Compares one answer with sum_k entry(k) x_k in long double; true if it is within the bound.
template <class Real, class Entry>
bool is_the_sum(Real answer, std::size_t terms, double scale, const Real* x, const Entry& entry) {
  long double sum = 0, magnitudes = 0;
  for (std::size_t k = 0; k < terms; ++k) {
    const long double term = static_cast<long double>(scale) * entry(k) * x[k];
    sum += term;
    magnitudes += std::abs(term);
  }
  return std::abs(double(answer - sum)) <= rounding_bound<Real>(terms, double(magnitudes));
}

TYPED_TEST(DenseProduct, forward_is_the_triple_loop_over_the_documented_entries) {
  for (const Law& law : laws)
    for (const Shape shape : shapes) {
      const auto w = testing::documented_entries<TypeParam>(law, stream, shape);
      for (const std::size_t count : batches) {
        const auto x = normal_vectors<TypeParam>(vectors, count * shape.columns);
        const auto y = TestMatrix<TypeParam>(law, shape).draw(stream).forward(x);
        for (std::size_t b = 0; b < count; ++b)
          for (std::size_t i = 0; i < shape.rows; ++i)
            ASSERT_TRUE(is_the_sum(y[b * shape.rows + i], shape.columns, law.scale, &x[b * shape.columns],
                                   [&](std::size_t j) { return w[i * shape.columns + j]; }))
                << shape << ", unit " << i << " of input " << b << " of " << count;
      }
    }
}

TYPED_TEST(DenseProduct, transpose_is_the_triple_loop_over_the_documented_entries) {
  for (const Law& law : laws)
    for (const Shape shape : shapes) {
      const auto w = testing::documented_entries<TypeParam>(law, stream, shape);
      for (const std::size_t count : batches) {
        const auto d = normal_vectors<TypeParam>(vectors, count * shape.rows);
        const auto g = TestMatrix<TypeParam>(law, shape).draw(stream).transpose(d);
        for (std::size_t b = 0; b < count; ++b)
          for (std::size_t j = 0; j < shape.columns; ++j)
            ASSERT_TRUE(is_the_sum(g[b * shape.columns + j], shape.rows, law.scale, &d[b * shape.rows],
                                   [&](std::size_t i) { return w[i * shape.columns + j]; }))
                << shape << ", unit " << j << " of input " << b << " of " << count;
      }
    }
}

const Law all_laws[] = {gaussian(0.7),       uniform(1.3),    truncated_normal(0.7), rademacher(0.7),
                        student_t(0.5, 9.0), orthogonal(1.1), constant(0.3)};

TYPED_TEST(DenseProduct, forward_and_transpose_are_the_same_matrix) {
  for (const Law& law : all_laws)
    for (const Shape shape : shapes) {
      TestMatrix<TypeParam> w(law, shape);
      w.draw(stream);
      const auto columns = w.columns(), rows = w.rows();
      for (std::size_t i = 0; i < shape.rows; ++i)
        for (std::size_t j = 0; j < shape.columns; ++j)
          // An entry of a Haar matrix passes a hundred reflections at most; one of the others, one product.
          ASSERT_NEAR(columns[j * shape.rows + i], rows[i * shape.columns + j], 100 * testing::unit_roundoff<TypeParam>)
              << shape << ", entry " << i << ", " << j;
    }
}

TYPED_TEST(DenseProduct, d_times_wx_is_wtd_times_x) {
  for (const Law& law : all_laws)
    for (const Shape shape : shapes) {
      TestMatrix<TypeParam> w(law, shape);
      w.draw(stream);
      const auto x = normal_vectors<TypeParam>(vectors, shape.columns);
      const auto d = normal_vectors<TypeParam>(StreamFamily(1, "vectors", 10).at(1), shape.rows);
      const auto y = w.forward(x), g = w.transpose(d);
      double left = 0, right = 0, left_squares = 0, right_squares = 0, d_square = 0, x_square = 0;
      for (std::size_t i = 0; i < shape.rows; ++i) {
        left += double(d[i]) * y[i];
        left_squares += double(y[i]) * y[i];
        d_square += double(d[i]) * d[i];
      }
      for (std::size_t j = 0; j < shape.columns; ++j) {
        right += double(x[j]) * g[j];
        right_squares += double(g[j]) * g[j];
        x_square += double(x[j]) * x[j];
      }
      // Cauchy-Schwarz of the answers' errors, each at most some 400 roundings of the longest vector on the way (Haar:
      // two operations for each of up to 130 reflections; independent entries: 70 for terms that cancel partly).
      const double tolerance = 400 * testing::unit_roundoff<TypeParam> *
                               (std::sqrt(d_square * left_squares) + std::sqrt(x_square * right_squares));
      EXPECT_NEAR(left, right, tolerance) << shape << ", family " << int(law.family);
    }
}

TYPED_TEST(DenseProduct, one_stream_is_one_matrix_and_another_trial_or_layer_another_matrix) {
  for (const Law& law : {gaussian(0.7), uniform(1.3), truncated_normal(0.7), student_t(0.5, 4.5), orthogonal(1.1)}) {
    const Shape shape{65, 130};
    const auto x = normal_vectors<TypeParam>(vectors, shape.columns);
    TestMatrix<TypeParam> w(law, shape), other_object(law, shape);
    const auto y = w.draw(weights.at(3, 4)).forward(x);
    EXPECT_EQ(other_object.draw(weights.at(3, 4)).forward(x), y);
    EXPECT_EQ(w.forward(x), y) << "asked twice";

    const auto other_trial = w.draw(weights.at(4, 4)).forward(x), other_layer = w.draw(weights.at(3, 5)).forward(x);
    for (std::size_t i = 0; i < y.size(); ++i) {
      EXPECT_NE(other_trial[i], y[i]);
      EXPECT_NE(other_layer[i], y[i]);
    }
    EXPECT_EQ(w.draw(weights.at(3, 4)).forward(x), y) << "drawn again";
  }
}

TYPED_TEST(DenseProduct, uniform_entries_stay_inside_their_bound) {
  for (const TypeParam w : TestMatrix<TypeParam>(uniform(0.25), {200, 130}).draw(stream).columns()) {
    ASSERT_LT(w, 0.25);
    ASSERT_GT(w, -0.25);
  }
}

}  // namespace
}  // namespace initlab
