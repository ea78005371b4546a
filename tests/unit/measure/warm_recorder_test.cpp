#include <gtest/gtest.h>

#include "measure/observable.hpp"
#include "unit/linear/allocation_counter.hpp"
#include "unit/linear/test_matrix.hpp"

namespace initlab {
namespace {

// Trials run millions of times.
TEST(WarmRecorder, allocates_nothing) {
  constexpr std::size_t layers = 4, units = 30, inputs = 5;
  const auto numbers = testing::normal_vectors<float>(StreamFamily(111, "numbers", 0).at(0), units * inputs);
  const BatchView<const float> view{numbers.data(), units, inputs};
  Measurement measurement(layers, quantities_of(whole(observable_groups()), 1).size());
  Recorder<float> recorder(whole(observable_groups()), 1);
  const auto trial = [&] {
    recorder.record_into(measurement);
    recorder.input(view);
    for (std::size_t l = 1; l < layers; ++l) recorder.forward(l, view, view);
    for (std::size_t l = layers; l-- > 1;) {
      recorder.signal_gradient(l, view);
      recorder.preactivation_gradient(l, view);
      recorder.weight_gradient(l, {1, 1.0, view, view});
    }
  };
  trial();
  const std::size_t before = testing::allocated_bytes;
  EXPECT_GT(before, 0u);
  for (int i = 0; i < 20; ++i) trial();
  EXPECT_EQ(testing::allocated_bytes, before);
}

}  // namespace
}  // namespace initlab
