#include "experiment/memory.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "unit/experiment/small_experiment.hpp"

namespace initlab::test {
namespace {

/// `depth` plain layers of `width` units with Gaussian weights.
std::vector<BlockSpec> plain_blocks(std::size_t depth, std::uint32_t width) {
  std::vector<BlockSpec> blocks(depth);
  for (BlockSpec& block : blocks) {
    block.steps = {BlockSpec::Step::linear, BlockSpec::Step::activation};
    block.matrices.resize(1);
    block.matrices[0].layer.fan_in = block.matrices[0].layer.fan_out = width;
    block.matrices[0].weights = gaussian(1.0);
    block.width = width;
  }
  return blocks;
}

WorkerSize size_of(const std::vector<BlockSpec>& blocks, bool backward) {
  return {.blocks = blocks, .input_width = blocks.front().width, .backward = backward, .revealed = true};
}

TEST(WorkerMemory, forward_does_not_grow_with_depth) {
  const auto shallow = plain_blocks(10, 1000), deep = plain_blocks(1000, 1000);
  EXPECT_EQ(worker_bytes(size_of(shallow, false), 2), worker_bytes(size_of(deep, false), 2));
}

TEST(WorkerMemory, of_a_backward_pass_has_two_signals_a_layer_kept_and_one_a_segment) {
  const auto blocks = plain_blocks(100, 1000);
  const WorkerSize size = size_of(blocks, true);
  const double vector = 4.0 * 1000;
  EXPECT_EQ(worker_bytes(size, 50) - worker_bytes(size, 25), (2 * 25 - 2) * vector);  // 2 segments instead of 4
  EXPECT_EQ(worker_bytes(size, 100) - worker_bytes(size, 50), (2 * 50 - 1) * vector);
}

TEST(WorkerMemory, counts_what_an_estimate_must) {
  const auto blocks = plain_blocks(10, 100);
  const WorkerSize one = size_of(blocks, true);
  WorkerSize other = one;
  other.inputs = 2;
  EXPECT_GT(worker_bytes(other, 10), 2 * worker_bytes(one, 10));  // nearly parallel inputs take more
  other = one;
  other.bytes_each = 8;
  EXPECT_GT(worker_bytes(other, 10), 1.8 * worker_bytes(one, 10));  // a part is in double anyway
}

TEST(BlocksToKeep, are_all_where_they_fit) {
  const auto blocks = plain_blocks(100, 1000);
  const WorkerSize size = size_of(blocks, true);
  EXPECT_EQ(blocks_to_keep(size, HUGE_VAL), 100u);
  EXPECT_EQ(blocks_to_keep(size, worker_bytes(size, 100)), 100u);
}

TEST(BlocksToKeep, are_as_many_as_fit) {
  const auto blocks = plain_blocks(100, 1000);
  const WorkerSize size = size_of(blocks, true);
  EXPECT_EQ(blocks_to_keep(size, worker_bytes(size, 100) - 1), 50u);
  const std::size_t kept = blocks_to_keep(size, worker_bytes(size, 20));
  EXPECT_LE(worker_bytes(size, kept), worker_bytes(size, 20));
  EXPECT_GE(kept, 20u);
}

TEST(BlocksToKeep, where_nothing_fits_take_the_least_memory) {
  const auto blocks = plain_blocks(100, 1000);
  const WorkerSize size = size_of(blocks, true);
  const double least = worker_bytes(size, blocks_to_keep(size, 0.0));
  for (std::size_t kept = 2; kept <= 100; ++kept) EXPECT_GE(worker_bytes(size, kept), 0.97 * least) << kept;
}

TEST(MemoryLimit, changes_no_bit_of_a_result) {
  const std::string text =
      "trials = 20\n[network]\ndepth = 9\nwidth = 8\nactivation = 'tanh'\ninitializer = {plugin = 'normal', std = 0.4, "
      "bias_std = 0.1}\narchitecture = 'residual-full'\n[measure]\nobservables = ['forward', 'gradient']\n";
  const Plan plan = plan_of(text);
  const auto backend = make_backend(BackendKind::serial, 1);
  EXPECT_LT(plan.blocks_to_keep(plan.points[0], 1, 1.0), 9u);
  EXPECT_EQ(numbers_of_point(run(plan, *backend, nullptr, 1.0), 0), numbers_of_point(run(plan, *backend, nullptr), 0));
}

}  // namespace
}  // namespace initlab::test
