#include "execution/ordered_merge.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "unit/execution/every_backend.hpp"

namespace initlab {
namespace {

TEST(OrderedMergeTest, results_put_in_any_order_are_consumed_in_ascending_order) {
  std::mt19937 engine(1);
  for (int repetition = 0; repetition < 100; ++repetition) {
    std::vector<std::size_t> arrival(50);
    std::iota(arrival.begin(), arrival.end(), 0);
    std::shuffle(arrival.begin(), arrival.end(), engine);
    std::vector<std::string> consumed;
    OrderedMerge<std::string> merge([&](std::size_t index, std::string&& result) {
      EXPECT_EQ(index, consumed.size());
      consumed.push_back(std::move(result));
    });
    for (const std::size_t index : arrival) merge.put(index, std::to_string(index));
    ASSERT_EQ(consumed.size(), arrival.size());
    for (std::size_t i = 0; i < consumed.size(); ++i) ASSERT_EQ(consumed[i], std::to_string(i));
  }
}

TEST(OrderedMergeTest, a_result_is_consumed_as_soon_as_all_before_it_are_there) {
  std::vector<int> consumed;
  OrderedMerge<int> merge([&](std::size_t, int result) { consumed.push_back(result); });
  merge.put(2, 12);
  merge.put(1, 11);
  EXPECT_EQ(consumed, (std::vector<int>{}));
  EXPECT_EQ(merge.waiting(), 2U);
  merge.put(0, 10);
  EXPECT_EQ(consumed, (std::vector{10, 11, 12}));
  merge.put(3, 13);
  EXPECT_EQ(consumed, (std::vector{10, 11, 12, 13}));
  EXPECT_EQ(merge.consumed(), 4U);
  EXPECT_EQ(merge.waiting(), 0U);
}

TEST(OrderedMergeTest, results_may_be_movable_only) {
  int sum = 0;
  OrderedMerge<std::unique_ptr<int>> merge([&](std::size_t, std::unique_ptr<int> result) { sum += *result; });
  merge.put(1, std::make_unique<int>(2));
  merge.put(0, std::make_unique<int>(1));
  EXPECT_EQ(sum, 3);
}

TEST(OrderedMergeTest, an_index_cannot_be_put_twice) {
  OrderedMerge<int> merge([](std::size_t, int) {});
  merge.put(0, 0);
  merge.put(2, 2);
  EXPECT_THROW(merge.put(0, 0), DomainError);
  EXPECT_THROW(merge.put(2, 2), DomainError);
}

TEST(OrderedMergeTest, nothing_is_consumed_after_the_consumer_threw) {
  std::vector<std::size_t> consumed;
  OrderedMerge<int> merge([&](std::size_t index, int) {
    if (index == 1) throw std::runtime_error("disk full");
    consumed.push_back(index);
  });
  merge.put(2, 0);
  merge.put(0, 0);
  EXPECT_THROW(merge.put(1, 0), std::runtime_error);
  merge.put(3, 0);
  EXPECT_EQ(consumed, (std::vector<std::size_t>{0}));
}

class MergedLoop : public EveryBackend {};
INITLAB_ON_EVERY_BACKEND(MergedLoop);

// A sum of doubles that depends on its order: the same bits only if the merge keeps it.
TEST_P(MergedLoop, gives_the_bits_of_a_plain_loop) {
  constexpr std::size_t count = 1000;
  const auto term = [](std::size_t block) {
    return (block % 2 == 0 ? 1e16 : -1e16) / (1.0 + static_cast<double>(block));
  };
  double expected = 0.0;
  for (std::size_t block = 0; block < count; ++block) expected += term(block);

  double sum = 0.0;
  OrderedMerge<double> merge([&](std::size_t, double result) { sum += result; });
  backend_->for_each_block(count, [&](std::size_t block) { merge.put(block, term(block)); });
  EXPECT_EQ(sum, expected);
  EXPECT_EQ(merge.consumed(), count);
}

}  // namespace
}  // namespace initlab
