// A matrix is made a tile at a time and never held.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

#include "linear/dense_engine.hpp"
#include "unit/linear/allocation_counter.hpp"
#include "unit/linear/law_initializer.hpp"

namespace initlab {
namespace {

using testing::allocated_bytes;

constexpr std::uint32_t width = 16384;  // as floats, the matrix would take 1 GiB
constexpr std::size_t mebibyte = std::size_t{1} << 20;

std::string family_name(const ::testing::TestParamInfo<Law>& of) {
  return std::array{"constant", "gaussian", "uniform", "orthogonal"}[static_cast<std::size_t>(of.param.family)];
}
class Memory : public ::testing::TestWithParam<Law> {};
INSTANTIATE_TEST_SUITE_P(Of, Memory, ::testing::Values(gaussian(0.01), uniform(0.01), orthogonal(1.0), constant(0.01)),
                         family_name);

TEST_P(Memory, of_a_product_is_far_below_that_of_the_matrix) {
  const testing::LawInitializer initializer([](const Layer&) { return constant(0.0); });
  Layer layer;
  layer.fan_in = layer.fan_out = width;
  Batch<float> x(width, 1), y(width, 1);
  std::fill(x.view().all().begin(), x.view().all().end(), 1.0f);

  const std::size_t before = allocated_bytes;
  const auto matrix = DenseEngine<float>(initializer).make(GetParam(), layer);
  matrix->draw(StreamFamily(5, "weights", 0).at(0, 1));
  matrix->forward(x.view(), y.view());
  matrix->transpose(y.view(), x.view());
  EXPECT_LT(allocated_bytes - before, 20 * mebibyte);
}

TEST(MemoryCounter, sees_an_allocation) {
  const std::size_t before = allocated_bytes;
  const Batch<float> batch(width, 1000);
  EXPECT_GE(allocated_bytes - before, 4 * std::size_t{width} * 1000);
}

}  // namespace
}  // namespace initlab
