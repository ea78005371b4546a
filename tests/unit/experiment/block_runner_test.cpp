#include "experiment/block_runner.hpp"

#include <algorithm>

#include "core/function_activation.hpp"
#include "unit/experiment/made_blocks.hpp"

namespace initlab::test {
namespace {

const Plan& plan() {
  static const Plan made = plan_of_small_blocks();
  return made;
}

/// The blocks of the plan, each made at once.
const std::map<std::size_t, BlockPart>& expected() {
  static const std::map<std::size_t, BlockPart> parts = [] {
    KeptBlocks store;
    BlockRunner(plan(), *make_backend(BackendKind::serial, 1)).run(all_blocks(plan()), store);
    return store.parts;
  }();
  return parts;
}

void expect_same(const std::map<std::size_t, BlockPart>& parts) {
  ASSERT_EQ(parts.size(), expected().size());
  for (const auto& [block, part] : expected()) {
    EXPECT_EQ(parts.at(block).trials, plan().blocks[block].trials);
    EXPECT_EQ(bytes_of(parts.at(block).measurement), bytes_of(part.measurement)) << block;
  }
}

TEST(BlockRunner, puts_every_block_once_with_all_of_its_trials) {
  for (const BackendKind kind : {BackendKind::serial, BackendKind::openmp, BackendKind::tbb}) {
    KeptBlocks store;
    BlockRunner(plan(), *make_backend(kind, 3)).run(all_blocks(plan()), store);
    EXPECT_EQ(store.order.size(), plan().blocks.size());
    expect_same(store.parts);
  }
}

TEST(BlockRunner, runs_the_blocks_that_it_is_given) {
  KeptBlocks store;
  const std::size_t some[] = {7, 1, 4};
  BlockRunner(plan(), *make_backend(BackendKind::serial, 1)).run(some, store);
  std::ranges::sort(store.order);
  EXPECT_EQ(store.order, (std::vector<std::size_t>{1, 4, 7}));
}

TEST(BlockRunner, does_not_touch_what_is_finished) {
  KeptBlocks store;
  store.parts.emplace(3, BlockPart{3, plan().blocks[3].trials, Measurement(1, 1)});
  BlockRunner(plan(), *make_backend(BackendKind::serial, 1)).run(all_blocks(plan()), store);
  EXPECT_EQ(store.order.size(), plan().blocks.size() - 1);
  EXPECT_EQ(store.parts.at(3).measurement.layers(), 1u);
}

/// A stop between any two trials, many times over, leaves the bits of a block that was made at once.
TEST(BlockRunner, goes_on_within_a_block_to_the_same_bits) {
  const auto backend = make_backend(BackendKind::serial, 1);
  KeptBlocks store;
  // A block's first trials are those of a plan whose block ends there.
  for (std::uint32_t trials = 1; trials <= 4; ++trials) {
    Plan shorter = plan_of_small_blocks();
    for (Block& block : shorter.blocks) block.trials = std::min(block.trials, trials);
    BlockRunner(shorter, *backend).run(all_blocks(shorter), store);
    for (const auto& [block, part] : store.parts) EXPECT_EQ(part.trials, shorter.blocks[block].trials);
  }
  expect_same(store.parts);
}

TEST(BlockRunner, begins_nothing_when_it_was_asked_before) {
  for (void (StopRequest::*ask)() noexcept : {&StopRequest::after_blocks, &StopRequest::after_trials}) {
    StopRequest stop;
    (stop.*ask)();
    KeptBlocks store;
    BlockRunner(plan(), *make_backend(BackendKind::openmp, 2)).run(all_blocks(plan()), store, stop);
    EXPECT_TRUE(store.order.empty());
  }
}

TEST(BlockRunner, asked_to_finish_its_blocks_puts_no_part_of_one) {
  StopRequest stop;
  KeptBlocks store;
  store.after = [&] { stop.after_blocks(); };
  BlockRunner(plan(), *make_backend(BackendKind::openmp, 2)).run(all_blocks(plan()), store, stop);
  EXPECT_LE(store.order.size(), 2u);  // one of each thread
  for (const auto& [block, part] : store.parts) EXPECT_EQ(part.trials, plan().blocks[block].trials);
}

/// An activation that asks for a stop: in the middle of a trial, which is finished.
TEST(BlockRunner, asked_to_finish_its_trials_puts_what_it_has) {
  StopRequest stop;
  Plan asking = plan_of_small_blocks();
  int calls = 0;
  const auto phi = [&](auto z) {
    if (++calls == 8 + 1) stop.after_trials();  // with the second trial of a network of one layer of 8 units
    return z;
  };
  asking.points[0].activation = std::make_unique<FunctionActivation<decltype(phi)>>("tanh", phi);
  KeptBlocks store;
  BlockRunner(asking, *make_backend(BackendKind::serial, 1)).run(all_blocks(asking), store, stop);
  ASSERT_EQ(store.parts.size(), 1u);
  EXPECT_EQ(store.parts.at(0).trials, 2u);
}

}  // namespace
}  // namespace initlab::test
