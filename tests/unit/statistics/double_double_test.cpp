#include "statistics/double_double.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace initlab {
namespace {

constexpr double eps = 0x1p-53;  // half an ulp of 1

TEST(DoubleDouble, a_sum_of_two_doubles_is_exact) {
  const DoubleDouble sum = two_sum(1.0, 0x1p-80);
  EXPECT_EQ(sum.hi, 1.0);
  EXPECT_EQ(sum.lo, 0x1p-80);
  const DoubleDouble other_way = two_sum(0x1p-80, 1.0);
  EXPECT_EQ(other_way.hi, sum.hi);
  EXPECT_EQ(other_way.lo, sum.lo);
}

TEST(DoubleDouble, a_product_of_two_doubles_is_exact) {
  // (1 + 2^-52)^2 = 1 + 2^-51 + 2^-104
  const DoubleDouble square = two_product(1.0 + 2 * eps, 1.0 + 2 * eps);
  EXPECT_EQ(square.hi, 1.0 + 4 * eps);
  EXPECT_EQ(square.lo, 0x1p-104);
}

TEST(DoubleDouble, what_a_double_would_lose_is_kept) {
  DoubleDouble sum{1e16, 0.0};
  for (int i = 0; i < 1000; ++i) sum = sum + 1e-10;
  sum = sum - DoubleDouble{1e16, 0.0};
  EXPECT_NEAR(sum.rounded(), 1e-7, 1e-7 * 1e-8);  // 1e16 2^-106 a step, 1000 steps: 1e-13, of 1e-7
}

TEST(DoubleDouble, a_sum_of_positive_numbers_is_that_of_any_to_3_roundings) {
  DoubleDouble quick, any, term{1.0, 0.0};
  for (int i = 0; i < 1000; ++i) {
    term = term / 1.37;
    if (i % 100 == 0) term = DoubleDouble{1.0, 0.0} / (3.0 + i);
    const DoubleDouble before = any;
    quick = sum_of_positive(before, term);
    any = before + term;
    EXPECT_LE(std::abs((quick - any).rounded()), 0x1p-103 * any.hi);  // 3 * 2^-106 each
  }
}

TEST(DoubleDouble, multiplying_undoes_dividing) {
  const DoubleDouble third = DoubleDouble{1.0, 0.0} / 3.0;
  const DoubleDouble one = third * DoubleDouble{3.0, 0.0};
  EXPECT_NEAR((one - DoubleDouble{1.0, 0.0}).rounded(), 0.0, 0x1p-102);
  EXPECT_NE(third.lo, 0.0);
}

TEST(DoubleDouble, scaling_by_a_power_of_two_is_exact) {
  const DoubleDouble tenth = DoubleDouble{1.0, 0.0} / 10.0;
  const DoubleDouble back = scaled(scaled(tenth, 0x1p-480), 0x1p480);
  EXPECT_EQ(back.hi, tenth.hi);
  EXPECT_EQ(back.lo, tenth.lo);
}

}  // namespace
}  // namespace initlab
