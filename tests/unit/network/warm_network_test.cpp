#include <gtest/gtest.h>

#include <initlab/math.hpp>

#include "core/function_activation.hpp"
#include "unit/linear/allocation_counter.hpp"
#include "unit/linear/test_matrix.hpp"
#include "unit/network/observed_pass.hpp"
#include "unit/network/residual_case.hpp"

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

TEST(WarmNetwork, of_residual_blocks_allocates_nothing) {
  const PointStreams streams(53, 54);
  for (const testing::ResidualCase& c : testing::residual_cases())
    for (const std::vector<std::size_t>& widths : {std::vector<std::size_t>{20, 90, 90, 30, 60}, {40, 40, 40}}) {
      testing::TestNetwork<float> network(c.architecture, widths, testing::varied_laws(), testing::swish_activation);
      const auto x = testing::normal_vectors<float>(streams.inputs.at(0), c.inputs * widths.front());
      const auto g = testing::normal_vectors<float>(streams.cotangents.at(0), c.inputs * widths.back());
      PassObserver<float> nobody;
      const auto passes = [&] {
        for (std::uint32_t trial = 0; trial < 4; ++trial) {  // four of its buffers change places in a pass
          network.draw(streams, trial).forward(x, nobody);
          network.backward(g, nobody);
        }
      };
      passes();
      const std::size_t before = testing::allocated_bytes;
      passes();
      EXPECT_EQ(testing::allocated_bytes, before) << ::testing::PrintToString(c);
    }
}

/// Bytes that the first pass of a network of that depth asks for.
std::size_t bytes_of_a_first_pass(const Architecture& architecture, std::size_t depth, Keep keep) {
  const PointStreams streams(55, 56);
  testing::TestNetwork<float> network(architecture, std::vector<std::size_t>(depth + 1, 32),
                                      std::make_unique<LawInitializer>([](const Layer&) { return gaussian(0.1); }),
                                      testing::swish_activation, keep);
  const auto x = testing::normal_vectors<float>(streams.inputs.at(0), 2 * 32);
  PassObserver<float> nobody;
  const std::size_t before = testing::allocated_bytes;
  network.draw(streams, 0).forward(x, nobody);
  return testing::allocated_bytes - before;
}

TEST(ForwardPass, without_a_backward_pass_needs_no_more_memory_for_more_blocks) {
  for (const std::string& name : architecture_names()) {
    EXPECT_EQ(bytes_of_a_first_pass({name}, 40, Keep::nothing), bytes_of_a_first_pass({name}, 10, Keep::nothing))
        << name;
    EXPECT_GT(bytes_of_a_first_pass({name}, 40, Keep::everything),
              bytes_of_a_first_pass({name}, 10, Keep::everything) + 30 * 2 * 32 * sizeof(float))
        << name;
  }
}

}  // namespace
}  // namespace initlab
