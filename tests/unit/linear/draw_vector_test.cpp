#include "linear/draw_vector.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "core/error.hpp"
#include "random/fill.hpp"

namespace initlab {
namespace {

const Stream stream = StreamFamily(4, "biases", 0).at(1, 1);

template <class Real>
class DrawVector : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(DrawVector, Reals);

template <class Real>
std::vector<Real> drawn(const Law& law, std::size_t size) {
  std::vector<Real> out(size, Real(-77));
  draw_vector(law, stream, std::span<Real>(out));
  return out;
}

TYPED_TEST(DrawVector, gaussian_numbers_are_the_normals_of_the_stream_scaled) {
  for (const std::size_t size : {1, 5, 64, 65, 1000}) {
    std::vector<TypeParam> expected(size);
    fill_normal(stream, 0, expected);
    for (TypeParam& number : expected) number *= TypeParam(0.3);
    EXPECT_EQ(drawn<TypeParam>(gaussian(0.3), size), expected);
  }
}

TYPED_TEST(DrawVector, uniform_numbers_fill_the_interval_from_minus_to_plus_the_bound) {
  for (const std::size_t size : {1, 5, 64, 65, 1000}) {
    std::vector<TypeParam> expected(size);
    fill_uniform(stream, 0, expected);
    for (TypeParam& number : expected) number = TypeParam(0.3) * (2 * number - 1);
    EXPECT_EQ(drawn<TypeParam>(uniform(0.3), size), expected);
  }
}

TYPED_TEST(DrawVector, constant_numbers_are_all_the_value) {
  EXPECT_EQ(drawn<TypeParam>(constant(-0.3), 100), std::vector<TypeParam>(100, TypeParam(-0.3)));
}

TYPED_TEST(DrawVector, a_law_that_only_a_matrix_can_have_is_an_error) {
  EXPECT_THROW(drawn<TypeParam>(orthogonal(1.0), 3), DomainError);
  EXPECT_THROW(drawn<TypeParam>(filled(1.0), 3), DomainError);
  EXPECT_THROW(drawn<TypeParam>(truncated_normal(1.0), 3), DomainError);
  EXPECT_THROW(drawn<TypeParam>(rademacher(1.0), 3), DomainError);
  EXPECT_THROW(drawn<TypeParam>(student_t(1.0, 5.0), 3), DomainError);
}

}  // namespace
}  // namespace initlab
