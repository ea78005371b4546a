// What a revealed matrix remembers is as much as it was asked, and is given back.
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "linear/revealed_engine.hpp"
#include "unit/linear/allocation_counter.hpp"
#include "unit/linear/test_matrix.hpp"

namespace initlab {
namespace {

using testing::allocated_bytes;
using testing::normal_vectors;

constexpr std::uint32_t width = 1000;
const StreamFamily matrices(25, "weights", 0);

/// Two inputs that are their own directions, or two that are not: those take memory from the engine.
enum class Inputs { independent, nearly_parallel };
constexpr Inputs kinds_of_inputs[] = {Inputs::independent, Inputs::nearly_parallel};

std::vector<float> inputs_of(Inputs kind) {
  auto x = normal_vectors<float>(StreamFamily(25, "inputs", 0).at(0), 2 * width);
  if (kind == Inputs::nearly_parallel)
    for (std::size_t i = 0; i < width; ++i) x[width + i] = x[i] + 1e-4f * x[width + i];
  return x;
}

class RevealedMemory : public ::testing::TestWithParam<Law> {
 protected:
  Layer layer() const {
    Layer layer;
    layer.fan_in = layer.fan_out = width;
    return layer;
  }
  /// Forward, back, and forward once more with what came back.
  void ask(RandomMatrix<float>& w, BatchView<const float> x) {
    w.forward(x, y_.view());
    w.transpose(y_.view(), g_.view());
    w.forward(g_.view(), z_.view());
  }

  RevealedEngine<float> engine_;
  Batch<float> y_{width, 2}, g_{width, 2}, z_{width, 2};
};
INSTANTIATE_TEST_SUITE_P(Of, RevealedMemory, ::testing::Values(gaussian(0.03), orthogonal(1.0)),
                         [](const ::testing::TestParamInfo<Law>& of) {
                           return of.param.family == Law::Family::gaussian ? "gaussian" : "orthogonal";
                         });

TEST_P(RevealedMemory, of_a_warm_matrix_does_not_grow) {
  for (const Inputs kind : kinds_of_inputs)
    for (const double bias : {0.0, 0.1}) {
      const auto matrix = engine_.make(GetParam(), gaussian(bias), layer()).matrix;
      const auto x = inputs_of(kind);
      const auto trial = [&](std::uint32_t number) {
        matrix->draw(matrices.at(number));
        ask(*matrix, {x.data(), width, 2});
      };
      for (std::uint32_t number = 0; number < 4; ++number) trial(number);
      const std::size_t before = allocated_bytes;
      for (std::uint32_t number = 4; number < 10; ++number) trial(number);
      EXPECT_EQ(allocated_bytes, before) << int(kind) << ", bias " << bias;
    }
}

TEST_P(RevealedMemory, of_a_matrix_that_has_forgotten_serves_the_next_one) {
  const auto x = inputs_of(Inputs::nearly_parallel);
  const auto first = engine_.make(GetParam(), constant(0.0), layer()).matrix;
  const auto bytes_of = [&](RandomMatrix<float>& matrix) {
    const std::size_t before = allocated_bytes;
    matrix.draw(matrices.at(1));
    ask(matrix, {x.data(), width, 2});
    return allocated_bytes - before;
  };
  const std::size_t alone = bytes_of(*first);
  EXPECT_GT(alone, 6 * width * sizeof(float));  // the tests below mean something
  const auto second = engine_.make(GetParam(), constant(0.0), layer()).matrix;
  EXPECT_GT(bytes_of(*second), alone / 2);  // the first one still remembers
  first->forget();
  second->forget();
  for (std::uint32_t number = 0; number < 20; ++number) {
    const auto another = engine_.make(GetParam(), constant(0.0), layer()).matrix;
    const std::size_t bytes = bytes_of(*another);
    another->forget();
    // Small matrices and lists only, once every batch of the pool has been given to the largest use of it.
    if (number >= 6) {
      EXPECT_LT(bytes, width * sizeof(float)) << number;
    }
  }
}

TEST_P(RevealedMemory, of_many_inputs_is_that_of_one_matrix_where_each_forgets_before_the_next) {
  constexpr std::size_t inputs = 100;
  const auto x = normal_vectors<float>(StreamFamily(25, "inputs", 0).at(1), inputs * width);
  Batch<float> y(width, inputs);
  const auto ask_another = [&] {
    const auto matrix = engine_.make(GetParam(), constant(0.0), layer()).matrix;
    const std::size_t before = allocated_bytes;
    matrix->draw(matrices.at(1));
    matrix->forward({x.data(), width, inputs}, y.view());
    matrix->forget();
    return allocated_bytes - before;
  };
  EXPECT_GT(ask_another(), inputs * inputs * sizeof(double));  // the root alone
  EXPECT_LT(ask_another(), inputs * inputs);
}

TEST_P(RevealedMemory, is_far_below_that_of_the_matrix) {
  constexpr std::uint32_t wide = 100'000;  // as floats, the matrix would take 37 GiB
  Layer layer;
  layer.fan_in = layer.fan_out = wide;
  Batch<float> x(wide, 1), y(wide, 1);
  std::ranges::fill(x.view().all(), 1.0f);
  const std::size_t before = allocated_bytes;
  const auto matrix = engine_.make(GetParam(), gaussian(0.1), layer).matrix;
  matrix->draw(matrices.at(2));
  matrix->forward(x.view(), y.view());
  matrix->transpose(y.view(), x.view());
  EXPECT_LT(allocated_bytes - before, 10 * std::size_t{wide} * sizeof(float));
}

}  // namespace
}  // namespace initlab
