#include "network/nan_search.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace initlab {
namespace {

template <class Real>
class NanSearch : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(NanSearch, Reals);

TYPED_TEST(NanSearch, finds_one_at_every_place_of_every_size) {
  for (std::size_t size = 0; size < 100; ++size) {
    std::vector<TypeParam> numbers(size, TypeParam(1.5));
    EXPECT_FALSE(may_have_nan(std::span<const TypeParam>(numbers))) << size;
    for (TypeParam& number : numbers) {
      const TypeParam kept = number;
      number = std::numeric_limits<TypeParam>::quiet_NaN();
      EXPECT_TRUE(may_have_nan(std::span<const TypeParam>(numbers))) << size << ", " << (&number - numbers.data());
      number = kept;
    }
  }
}

TYPED_TEST(NanSearch, takes_an_overflow_for_none) {
  std::vector<TypeParam> numbers(1000, std::numeric_limits<TypeParam>::max());
  EXPECT_FALSE(may_have_nan(std::span<const TypeParam>(numbers)));
  numbers[77] = std::numeric_limits<TypeParam>::infinity();
  EXPECT_FALSE(may_have_nan(std::span<const TypeParam>(numbers)));
}

}  // namespace
}  // namespace initlab
