// Constant and filled matrices: what they answer, and how a filling initializer is asked.
#include <gtest/gtest.h>

#include <initlab/stream.hpp>
#include <numeric>
#include <span>

#include "unit/linear/test_matrix.hpp"

namespace initlab {
namespace {

using testing::normal_vectors;
using testing::Shape;
using testing::shapes;
using testing::TestMatrix;

const Stream stream = StreamFamily(3, "weights", 0).at(1, 1);
const Stream vectors = StreamFamily(3, "vectors", 0).at(0);

template <class Real>
class ConstantFamily : public ::testing::Test {};
template <class Real>
class FilledFamily : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(ConstantFamily, Reals);
TYPED_TEST_SUITE(FilledFamily, Reals);

TYPED_TEST(ConstantFamily, gives_every_unit_the_value_times_the_sum_of_the_inputs) {
  for (const Shape shape : shapes) {
    const auto x = normal_vectors<TypeParam>(vectors, 3 * shape.columns);
    const auto d = normal_vectors<TypeParam>(vectors, 3 * shape.rows);
    auto w = TestMatrix<TypeParam>(constant(-0.3), shape);
    w.draw(stream);
    const auto y = w.forward(x), g = w.transpose(d);
    for (std::size_t b = 0; b < 3; ++b) {
      const double x_sum = std::accumulate(&x[b * shape.columns], &x[b * shape.columns] + shape.columns, 0.0);
      const double d_sum = std::accumulate(&d[b * shape.rows], &d[b * shape.rows] + shape.rows, 0.0);
      for (std::size_t i = 0; i < shape.rows; ++i)
        ASSERT_EQ(y[b * shape.rows + i], static_cast<TypeParam>(-0.3 * x_sum)) << shape;
      for (std::size_t j = 0; j < shape.columns; ++j)
        ASSERT_EQ(g[b * shape.columns + j], static_cast<TypeParam>(-0.3 * d_sum)) << shape;
    }
  }
}

/// Writes 1000 i + j + 1: row-major, and every entry tells its place.
class PlaceFiller final : public testing::LawInitializer {
 public:
  PlaceFiller() : LawInitializer([](const Layer&) { return filled(); }) {}
  void fill(const Layer& layer, const initlab_stream&, std::span<double> out) const override {
    ASSERT_EQ(out.size(), std::size_t(layer.fan_out) * layer.fan_in);
    for (std::size_t i = 0; i < layer.fan_out; ++i)
      for (std::size_t j = 0; j < layer.fan_in; ++j) out[i * layer.fan_in + j] = 1000.0 * double(i) + double(j) + 1.0;
  }
};

TYPED_TEST(FilledFamily, has_the_entries_row_by_row_as_they_were_filled) {
  const PlaceFiller filler;
  for (const Shape shape : shapes) {
    TestMatrix<TypeParam> w(filled(), shape, filler);
    const auto columns = w.draw(stream).columns(), rows = w.rows();
    for (std::size_t i = 0; i < shape.rows; ++i)
      for (std::size_t j = 0; j < shape.columns; ++j) {
        const auto entry = static_cast<TypeParam>(1000 * i + j + 1);  // below 2^24: exact in both types
        ASSERT_EQ(columns[j * shape.rows + i], entry) << shape;
        ASSERT_EQ(rows[i * shape.columns + j], entry) << shape;
      }
  }
}

TYPED_TEST(FilledFamily, does_not_scale_by_the_standard_deviation_that_its_law_states) {
  const PlaceFiller filler;
  EXPECT_EQ(TestMatrix<TypeParam>(filled(7.0), {3, 2}, filler).draw(stream).columns(),
            TestMatrix<TypeParam>(filled(), {3, 2}, filler).draw(stream).columns());
}

/// Draws uniforms and normals in turn, in uneven portions.
class MixedFiller final : public testing::LawInitializer {
 public:
  MixedFiller() : LawInitializer([](const Layer&) { return filled(); }) {}
  void fill(const Layer&, const initlab_stream& host, std::span<double> out) const override {
    EXPECT_EQ(host.struct_size, sizeof(initlab_stream));
    HostStream numbers(&host);
    numbers.uniforms(out.first(3));
    numbers.normals(out.subspan(3, 5));
    numbers.normals(out.subspan(8, 1));
    out[9] = numbers.uniform();
    out[10] = numbers.normal();
    numbers.uniforms(out.subspan(11));
  }
};

TYPED_TEST(FilledFamily, hands_over_the_numbers_of_the_stream_in_the_order_asked_for) {
  const MixedFiller filler;
  const Shape shape{9, 10};
  std::vector<double> expected(90);
  const std::span<double> out = expected;
  StreamReader reader(stream);
  reader.uniforms(out.first(3));
  reader.normals(out.subspan(3, 6));
  reader.uniforms(out.subspan(9, 1));
  reader.normals(out.subspan(10, 1));
  reader.uniforms(out.subspan(11));
  EXPECT_EQ(TestMatrix<TypeParam>(filled(), shape, filler).draw(stream).rows(),
            std::vector<TypeParam>(expected.begin(), expected.end()));
}

TYPED_TEST(FilledFamily, is_the_same_matrix_however_often_it_is_asked) {
  const MixedFiller filler;
  const Shape shape{9, 10};
  TestMatrix<TypeParam> w(filled(), shape, filler);
  const auto rows = w.draw(stream).rows(), columns = w.columns();
  EXPECT_EQ(w.rows(), rows);
  EXPECT_EQ(w.columns(), columns);
  for (std::size_t i = 0; i < 9; ++i)
    for (std::size_t j = 0; j < 10; ++j) EXPECT_EQ(rows[i * 10 + j], columns[j * 9 + i]);
  EXPECT_NE(w.draw(StreamFamily(3, "weights", 0).at(2, 1)).rows(), rows);
}

/// Remembers the layer that it was asked to fill.
class LayerKeeper final : public testing::LawInitializer {
 public:
  LayerKeeper() : LawInitializer([](const Layer&) { return filled(); }) {}
  void fill(const Layer& layer, const initlab_stream&, std::span<double> out) const override {
    std::fill(out.begin(), out.end(), 0.0);
    seen.push_back(layer);
  }
  mutable std::vector<Layer> seen;
};

TEST(FilledFamily, hands_over_the_whole_layer_for_every_product) {
  const LayerKeeper keeper;
  Layer layer;
  layer.index = 5;
  layer.depth = 9;
  layer.fan_in = 3;
  layer.fan_out = 2;
  const auto w = DenseEngine<double>(keeper).make(filled(), layer);
  std::vector<double> x(3), y(2);
  w->forward({x.data(), 3, 1}, {y.data(), 2, 1});
  w->transpose({y.data(), 2, 1}, {x.data(), 3, 1});
  ASSERT_EQ(keeper.seen.size(), 2u);
  for (const Layer& seen : keeper.seen) {
    EXPECT_EQ(seen.index, 5u);
    EXPECT_EQ(seen.depth, 9u);
    EXPECT_EQ(seen.fan_in, 3u);
    EXPECT_EQ(seen.fan_out, 2u);
    EXPECT_EQ(seen.role, Layer::Role::plain);
  }
}

TEST(FilledFamily, lets_an_exception_of_the_initializer_through) {
  EXPECT_THROW(TestMatrix<double>(filled(), {2, 2}).draw(stream).rows(), DomainError);
}

}  // namespace
}  // namespace initlab
