// What the bits do not depend on: the vector width of the processor, and the other inputs of a batch.
#include <gtest/gtest.h>

#include <span>

#include "random/simd_targets.hpp"
#include "unit/linear/documented_entries.hpp"
#include "unit/linear/scalar_model.hpp"
#include "unit/linear/test_matrix.hpp"

namespace initlab {
namespace {

using testing::batches;
using testing::normal_vectors;
using testing::same_bits;
using testing::Shape;
using testing::shapes;
using testing::TestMatrix;

const Stream stream = StreamFamily(2, "weights", 0).at(1, 1);
const Stream vectors = StreamFamily(2, "vectors", 0).at(0);

class FillsWithNormals final : public testing::LawInitializer {
 public:
  FillsWithNormals() : LawInitializer([](const Layer&) { return filled(1.0); }) {}
  void fill(const Layer&, const initlab_stream& numbers, std::span<double> out) const override {
    numbers.normals(numbers.self, out.data(), out.size());
  }
};
const FillsWithNormals fills_with_normals;
const Law laws[] = {gaussian(0.7),       uniform(1.3),    truncated_normal(0.7), rademacher(0.7),
                    student_t(0.5, 4.5), orthogonal(1.1), constant(0.3),         filled(1.0)};

template <class Real>
TestMatrix<Real> matrix(const Law& law, Shape shape) {
  TestMatrix<Real> w(law, shape, fills_with_normals);
  w.draw(stream);
  return w;
}

template <class Real>
class Bits : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(Bits, Reals);

TYPED_TEST(Bits, of_a_product_are_those_of_the_scalar_model) {
  for (const Law& law : {gaussian(0.7), uniform(1.3), truncated_normal(0.7), rademacher(0.7), student_t(0.5, 4.5)})
    for (const Shape shape : shapes) {
      const auto entries = testing::documented_entries<TypeParam>(law, stream, shape);
      const TypeParam scale = static_cast<TypeParam>(law.scale);
      for (const std::size_t count : batches) {
        const auto x = normal_vectors<TypeParam>(vectors, count * shape.columns);
        const auto d = normal_vectors<TypeParam>(vectors, count * shape.rows);
        auto w = matrix<TypeParam>(law, shape);
        EXPECT_TRUE(same_bits(w.forward(x), testing::model_forward(entries, shape.columns, scale, x)))
            << shape << ", " << count << " inputs";
        EXPECT_TRUE(same_bits(w.transpose(d), testing::model_transpose(entries, shape.columns, scale, d)))
            << shape << ", " << count << " inputs";
      }
    }
}

TYPED_TEST(Bits, of_a_filled_matrix_are_those_of_the_scalar_model) {
  for (const Shape shape : shapes) {
    std::vector<double> numbers(std::size_t(shape.rows) * shape.columns);
    StreamReader(stream).normals(numbers);
    const std::vector<TypeParam> entries(numbers.begin(), numbers.end());
    const auto x = normal_vectors<TypeParam>(vectors, 5 * shape.columns);
    const auto d = normal_vectors<TypeParam>(vectors, 5 * shape.rows);
    auto w = matrix<TypeParam>(filled(1.0), shape);
    EXPECT_TRUE(same_bits(w.forward(x), testing::model_forward(entries, shape.columns, TypeParam(1), x))) << shape;
    EXPECT_TRUE(same_bits(w.transpose(d), testing::model_transpose(entries, shape.columns, TypeParam(1), d))) << shape;
  }
}

TYPED_TEST(Bits, of_a_reflection_are_those_of_the_scalar_model) {
  for (const std::size_t length : {1, 2, 15, 16, 17, 31, 32, 100, 1000}) {
    const auto v = normal_vectors<TypeParam>(stream, length);
    const auto x = normal_vectors<TypeParam>(vectors, 3 * length);
    const TypeParam beta = TypeParam(2) / static_cast<TypeParam>(length);
    auto expected = x, found = x;
    for (std::size_t b = 0; b < 3; ++b) testing::model_reflect(v, beta, &expected[b * length]);
    reflect(v.data(), length, beta, found.data(), length, 3);
    EXPECT_TRUE(same_bits(found, expected)) << length;
  }
}

TYPED_TEST(Bits, of_an_input_do_not_depend_on_the_batch_around_it) {
  for (const Law& law : laws)
    for (const Shape shape : shapes) {
      auto w = matrix<TypeParam>(law, shape);
      for (const std::size_t count : batches) {
        const auto x = normal_vectors<TypeParam>(vectors, count * shape.columns);
        const auto d = normal_vectors<TypeParam>(vectors, count * shape.rows);
        std::vector<TypeParam> y_alone, g_alone;
        for (std::size_t b = 0; b < count; ++b) {
          const auto y = w.forward({&x[b * shape.columns], &x[b * shape.columns] + shape.columns});
          const auto g = w.transpose({&d[b * shape.rows], &d[b * shape.rows] + shape.rows});
          y_alone.insert(y_alone.end(), y.begin(), y.end());
          g_alone.insert(g_alone.end(), g.begin(), g.end());
        }
        EXPECT_TRUE(same_bits(w.forward(x), y_alone)) << shape << ", " << count << ", family " << int(law.family);
        EXPECT_TRUE(same_bits(w.transpose(d), g_alone)) << shape << ", " << count << ", family " << int(law.family);
      }
    }
}

TYPED_TEST(Bits, are_the_same_for_avx2_and_avx512) {
  if (simd_target_name() != "avx512") GTEST_SKIP() << "this processor has no AVX-512: nothing to compare";
  for (const Law& law : laws)
    for (const Shape shape : shapes)
      for (const std::size_t count : {1, 3, 7}) {
        const auto x = normal_vectors<TypeParam>(vectors, count * shape.columns);
        const auto d = normal_vectors<TypeParam>(vectors, count * shape.rows);
        auto w = matrix<TypeParam>(law, shape);
        const auto y = w.forward(x), g = w.transpose(d);
        limit_simd(SimdLimit::avx2);
        EXPECT_TRUE(same_bits(w.forward(x), y)) << shape << ", family " << int(law.family);
        EXPECT_TRUE(same_bits(w.transpose(d), g)) << shape << ", family " << int(law.family);
        limit_simd(SimdLimit::none);
      }
}

}  // namespace
}  // namespace initlab
