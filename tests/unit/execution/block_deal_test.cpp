#include "execution/block_deal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

namespace initlab {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::size_t> numbers(std::size_t count) {
  std::vector<std::size_t> blocks(count);
  std::iota(blocks.begin(), blocks.end(), std::size_t{0});
  return blocks;
}

TEST(BlockDeal, gives_in_order_whoever_asks) {
  BlockDeal deal(std::vector<std::size_t>{3, 5, 8, 13, 21, 34, 55, 89}, 2);
  EXPECT_EQ(deal.next(), 3u);
  EXPECT_THAT(deal.take(1), ElementsAre(5u));
  EXPECT_EQ(deal.next(), 8u);
  EXPECT_THAT(deal.take(4), ElementsAre(13u));
}

TEST(BlockDeal, gives_four_a_thread_while_there_are_plenty) {
  BlockDeal deal(numbers(1000), 4);
  EXPECT_THAT(deal.take(1), SizeIs(4));
  EXPECT_THAT(deal.take(8), SizeIs(32));
}

TEST(BlockDeal, gives_less_and_less_towards_the_end) {
  BlockDeal deal(numbers(40), 2);
  std::vector<std::size_t> sizes;
  for (std::size_t size = 1; size > 0;) sizes.push_back(size = deal.take(100).size());
  EXPECT_THAT(sizes, ElementsAre(10, 7, 5, 4, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1, 0));
}

TEST(BlockDeal, gives_nothing_after_stop) {
  BlockDeal deal(numbers(40), 2);
  deal.stop();
  EXPECT_EQ(deal.next(), std::nullopt);
  EXPECT_THAT(deal.take(3), IsEmpty());
}

}  // namespace
}  // namespace initlab
