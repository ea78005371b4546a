// A revealed Haar matrix is orthogonal to rounding, whatever it is asked.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "unit/linear/revealed_questions.hpp"

namespace initlab {
namespace {

using testing::combination;
using testing::distance;
using testing::inner_product;
using testing::input_of;
using testing::length;
using testing::matrices;
using testing::normal_vectors;
using testing::questions;
using testing::revealed_shapes;
using testing::RevealedMatrix;
using testing::Shape;
using testing::tolerance;
using testing::unit_roundoff;

template <class Real>
class RevealedHaarOf : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(RevealedHaarOf, Reals);

TYPED_TEST(RevealedHaarOf, returns_gain_squared_times_the_question) {
  for (const Shape shape : revealed_shapes)
    for (std::uint32_t trial = 0; trial < 20; ++trial)
      for (const std::size_t count : {1, 3}) {
        RevealedMatrix<TypeParam> w(orthogonal(1.3), shape);
        w.draw(matrices.at(trial, 7));
        // W^T W = gain^2 on the shorter side.
        const bool tall = shape.rows >= shape.columns;
        const std::size_t units = std::min(shape.rows, shape.columns);
        const auto x = normal_vectors<TypeParam>(questions.at(trial, 16), units * count);
        const auto back = tall ? w.transpose(w.forward(x)) : w.forward(w.transpose(x));
        EXPECT_LE(distance(back, combination(1.69, x, 0.0, x)), tolerance<TypeParam> * length(x)) << shape;
        if (shape.rows != shape.columns) continue;
        const auto other = normal_vectors<TypeParam>(questions.at(trial, 17), units * count);
        const auto forth = w.forward(w.transpose(other));
        EXPECT_LE(distance(forth, combination(1.69, other, 0.0, other)), tolerance<TypeParam> * length(other)) << shape;
      }
}

// Answers to inputs that are nearly parallel are so too, and rounding has changed their angle: projections must know it
// as it is.
TYPED_TEST(RevealedHaarOf, returns_nearly_parallel_questions) {
  const Shape shape{60, 60};
  for (const double apart : {1e-1, 1e-2, 1e-3, 5e-4, 1e-4, 1e-5})
    for (std::uint32_t trial = 0; trial < 20; ++trial) {
      RevealedMatrix<TypeParam> w(orthogonal(1.3), shape);
      w.draw(matrices.at(trial, 15));
      auto x = normal_vectors<TypeParam>(questions.at(trial, 31), 3 * 60);
      for (std::size_t i = 60; i < x.size(); ++i)
        x[i] = static_cast<TypeParam>(double(x[i % 60]) + apart * double(x[i]));
      const auto back = w.transpose(w.forward(x));
      ASSERT_LE(distance(back, combination(1.69, x, 0.0, x)), tolerance<TypeParam> * length(x))
          << apart << ", trial " << trial;
    }
}

TYPED_TEST(RevealedHaarOf, asked_for_every_direction_is_orthogonal) {
  for (const std::size_t n : {1, 2, 3, 12, 31, 100})
    for (std::uint32_t trial = 0; trial < 20; ++trial) {
      const Shape shape{std::uint32_t(n), std::uint32_t(n)};
      RevealedMatrix<TypeParam> w(orthogonal(1.0), shape);
      w.draw(matrices.at(trial, 8));
      std::vector<TypeParam> units(n * n, TypeParam(0));
      for (std::size_t i = 0; i < n; ++i) units[i * n + i] = TypeParam(1);
      const auto columns = w.forward(units);
      for (std::size_t a = 0; a < n; ++a)
        for (std::size_t b = 0; b <= a; ++b)
          ASSERT_NEAR(inner_product(input_of(columns, n, a), input_of(columns, n, b)), a == b ? 1.0 : 0.0,
                      tolerance<TypeParam>)
              << n << ", trial " << trial;
      const auto d = normal_vectors<TypeParam>(questions.at(trial, 18), 2 * n);
      const auto g = w.transpose(d);
      for (std::size_t b = 0; b < 2; ++b)
        EXPECT_NEAR(length(input_of(g, n, b)), length(input_of(d, n, b)), tolerance<TypeParam> * length(d)) << n;
    }
}

// The last directions are what normals have left when nearly all of them is projected away.
TYPED_TEST(RevealedHaarOf, asked_one_direction_after_the_other_is_orthogonal_to_the_last) {
  for (const std::size_t n : {1, 2, 3, 12, 31})
    for (std::uint32_t trial = 0; trial < (n < 20 ? 100 : 5); ++trial) {
      const Shape shape{std::uint32_t(n), std::uint32_t(n)};
      RevealedMatrix<TypeParam> w(orthogonal(1.0), shape);
      w.draw(matrices.at(trial, 9));
      std::vector<std::vector<TypeParam>> inputs, outputs;
      for (std::uint32_t i = 0; i < n + 1; ++i) {
        inputs.push_back(normal_vectors<TypeParam>(questions.at(trial, 100 + 2 * i), n));
        outputs.push_back(w.forward(inputs.back()));
        outputs.push_back(normal_vectors<TypeParam>(questions.at(trial, 101 + 2 * i), n));
        inputs.push_back(w.transpose(outputs.back()));
      }
      for (std::size_t i = 0; i < inputs.size(); ++i)
        for (std::size_t j = 0; j <= i; ++j)
          ASSERT_NEAR(inner_product(outputs[i], outputs[j]), inner_product(inputs[i], inputs[j]),
                      tolerance<TypeParam> * length(inputs[i]) * length(inputs[j]))
              << n << ", trial " << trial << ", questions " << i << " and " << j;
    }
}

TYPED_TEST(RevealedHaarOf, keeps_lengths_and_angles_at_width_100_000) {
  const Shape shape{100'000, 100'000};
  RevealedMatrix<TypeParam> w(orthogonal(1.0), shape);
  w.draw(matrices.at(0, 10));
  const auto x = normal_vectors<TypeParam>(questions.at(0, 21), 2 * shape.columns);
  const auto y = w.forward(x);
  const auto in = [&](std::size_t b) { return input_of(x, shape.columns, b); };
  const auto out = [&](std::size_t b) { return input_of(y, shape.rows, b); };
  // Roundings of the numbers average out; the factor in front of all of them is rounded twice, and squared lengths are
  // sums of doubles in eight lanes, with the error of a random walk of 12 500 steps.
  const double allowed = 4 * unit_roundoff<TypeParam> + std::sqrt(12'500) * unit_roundoff<double>;
  for (std::size_t b = 0; b < 2; ++b) EXPECT_NEAR(length(out(b)) / length(in(b)), 1.0, allowed);
  EXPECT_NEAR(inner_product(out(0), out(1)), inner_product(in(0), in(1)), allowed * length(in(0)) * length(in(1)));
}

}  // namespace
}  // namespace initlab
