#include <gtest/gtest.h>

#include <initlab/math.hpp>

#include "core/function_activation.hpp"
#include "unit/linear/allocation_counter.hpp"
#include "unit/linear/test_matrix.hpp"
#include "unit/network/observed_pass.hpp"

namespace initlab {
namespace {

using testing::LawInitializer;

// What linear/batch.hpp promises; trials run millions of times.
TEST(WarmNetwork, allocates_nothing) {
  const PointStreams streams(51, 52);
  const FunctionActivation tanh_activation("tanh", [](auto z) { return math::tanh(z); });
  for (const Law& law : {gaussian(0.1), uniform(0.1), orthogonal(1.0), constant(0.1)}) {
    testing::TestNetwork<float> network(
        {20, 100, 70, 30},
        LawInitializer([=](const Layer&) { return law; }, [](const Layer&) { return gaussian(0.1); }), tanh_activation);
    const auto x = testing::normal_vectors<float>(streams.inputs.at(0), 5 * 20);
    const auto g = testing::normal_vectors<float>(streams.cotangents.at(0), 5 * 30);
    PassObserver<float> nobody;
    const auto pass = [&](std::uint32_t trial) {
      network.draw(streams, trial).forward(x, nobody);
      network.backward(g, nobody);
    };
    pass(0);
    pass(1);  // two of its buffers change places in a pass
    const std::size_t before = testing::allocated_bytes;
    pass(2);
    pass(3);
    EXPECT_EQ(testing::allocated_bytes, before) << "family " << int(law.family);
  }
}

}  // namespace
}  // namespace initlab
