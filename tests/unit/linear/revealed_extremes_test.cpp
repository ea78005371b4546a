// Revealed matrices asked with lengths and inputs at the edge of what there is.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include "unit/linear/revealed_questions.hpp"

namespace initlab {
namespace {

using testing::combination;
using testing::distance;
using testing::families;
using testing::inner_product;
using testing::input_of;
using testing::law_of;
using testing::length;
using testing::matrices;
using testing::normal_vectors;
using testing::questions;
using testing::RevealedMatrix;
using testing::Shape;
using testing::tolerance;

template <class Real>
class RevealedExtremesOf : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(RevealedExtremesOf, Reals);

TYPED_TEST(RevealedExtremesOf, answers_questions_of_very_different_lengths) {
  const Shape shape{50, 50};
  const bool is_double = std::is_same_v<TypeParam, double>;
  const std::vector<double> sizes =
      is_double ? std::vector{1e-140, 1e-60, 1.0, 1e60, 1e140} : std::vector{1e-30, 1e-20, 1e-9, 1.0, 1e9, 1e20, 1e30};
  for (const Law::Family family : families)
    for (const double x_size : sizes)
      for (const double d_size : sizes) {
        RevealedMatrix<TypeParam> w(law_of(family, shape), shape);
        w.draw(matrices.at(0, 11));
        auto x = normal_vectors<TypeParam>(questions.at(0, 22), 2 * 50),
             d = normal_vectors<TypeParam>(questions.at(0, 23), 50);
        for (TypeParam& number : x) number *= static_cast<TypeParam>(x_size);
        for (TypeParam& number : d) number *= static_cast<TypeParam>(d_size);
        const auto y = w.forward(x), g = w.transpose(d);
        for (std::size_t b = 0; b < 2; ++b) {
          const auto scaled_y = combination(1.0 / x_size, input_of(y, 50, b), 0.0, d);
          const auto scaled_x = combination(1.0 / x_size, input_of(x, 50, b), 0.0, d);
          const auto scaled_d = combination(1.0 / d_size, d, 0.0, d), scaled_g = combination(1.0 / d_size, g, 0.0, d);
          ASSERT_NEAR(inner_product(scaled_d, scaled_y), inner_product(scaled_g, scaled_x),
                      tolerance<TypeParam> * length(scaled_d) * length(scaled_x))
              << x_size << ", " << d_size << ", family " << int(family);
        }
        // And a second question forward, of the size of d, that has a part along the first.
        const auto first = input_of(x, 50, 0);
        const auto again = combination(d_size / x_size, first, 0.0, first), of_it = w.forward(again);
        EXPECT_LE(
            distance(combination(1.0 / d_size, of_it, 0.0, d), combination(1.0 / x_size, input_of(y, 50, 0), 0.0, d)),
            tolerance<TypeParam> * 50)
            << x_size << ", " << d_size << ", family " << int(family);
      }
}

// x_k = u_{k-1} + u_k / 80: none is nearly dependent on those before it, and yet all together are. What is known of
// their answers must not enlarge its own rounding.
TYPED_TEST(RevealedExtremesOf, is_not_blown_up_by_inputs_that_are_dependent_only_together) {
  const std::uint32_t n = 200;
  for (const Law::Family family : families)
    for (std::size_t count = 2; count <= 7; ++count) {
      const Shape shape{n, n};
      RevealedMatrix<TypeParam> w(law_of(family, shape), shape);
      w.draw(matrices.at(0, 12));
      std::vector<TypeParam> x(n * count, TypeParam(0));
      for (std::size_t k = 0; k < count; ++k) {
        if (k > 0) x[k * n + k - 1] = TypeParam(1);
        x[k * n + k] = k > 0 ? TypeParam(1.0 / 80) : TypeParam(1);
      }
      w.forward(x);
      const auto d = normal_vectors<TypeParam>(questions.at(0, 24), n);
      const auto g = w.transpose(d);
      // |g|^2 / (1.3 |d|)^2 is chi^2_200 / 200 for Gaussian entries, with standard deviation 0.1, and 1 for Haar.
      EXPECT_NEAR(inner_product(g, g) / (1.69 * inner_product(d, d)), 1.0, 0.5) << int(family) << ", " << count;
      // The first entries of g are its products with u_1, u_2, ...: as large as the others.
      for (std::size_t i = 0; i < count; ++i)
        EXPECT_LT(std::abs(g[i]), 5 * 1.3 * length(d) / std::sqrt(double(n))) << int(family) << ", " << count;
    }
}

TYPED_TEST(RevealedExtremesOf, gives_nan_for_an_input_that_is_not_finite_and_answers_the_others) {
  for (const Law::Family family : families)
    for (const Shape shape : {Shape{20, 20}, Shape{20, 12}, Shape{12, 20}})
      for (const TypeParam bad :
           {std::numeric_limits<TypeParam>::infinity(), std::numeric_limits<TypeParam>::quiet_NaN()}) {
        RevealedMatrix<TypeParam> w(law_of(family, shape), shape);
        w.draw(matrices.at(0, 13));
        const auto good = normal_vectors<TypeParam>(questions.at(0, 25), 3 * shape.columns);
        auto x = good;
        x[shape.columns + 3] = bad;
        const auto y = w.forward(x);
        for (std::size_t i = 0; i < shape.rows; ++i) EXPECT_TRUE(std::isnan(y[shape.rows + i]));
        for (const std::size_t b : {0, 2}) {
          const auto d = normal_vectors<TypeParam>(questions.at(0, 26 + std::uint32_t(b)), shape.rows);
          const auto g = w.transpose(d);
          EXPECT_NEAR(inner_product(d, input_of(y, shape.rows, b)), inner_product(g, input_of(x, shape.columns, b)),
                      tolerance<TypeParam> * length(d) * length(input_of(x, shape.columns, b)));
        }
      }
}

TYPED_TEST(RevealedExtremesOf, of_scale_zero_is_zero) {
  for (const Law& law : {gaussian(0.0), orthogonal(0.0)}) {
    RevealedMatrix<TypeParam> w(law, {20, 12});
    w.draw(matrices.at(0, 14));
    EXPECT_EQ(length(w.forward(normal_vectors<TypeParam>(questions.at(0, 29), 36))), 0.0);
    EXPECT_EQ(length(w.transpose(normal_vectors<TypeParam>(questions.at(0, 30), 60))), 0.0);
  }
}

}  // namespace
}  // namespace initlab
