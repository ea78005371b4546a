#include "document/plot_axis.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "core/error.hpp"

namespace initlab {
namespace {

using testing::ElementsAre;

std::vector<std::string> labels(const PlotAxis& axis) {
  std::vector<std::string> out;
  for (const double tick : axis.ticks()) out.push_back(axis.label(tick));
  return out;
}

TEST(PlotAxis, marks_multiples_of_one_two_or_five) {
  EXPECT_THAT(labels({-4.0, 4.0, 9}), ElementsAre("-4", "-3", "-2", "-1", "0", "1", "2", "3", "4"));
  EXPECT_THAT(labels({-1.1, 1.1, 6}), ElementsAre("-1.0", "-0.5", "0.0", "0.5", "1.0"));
  EXPECT_THAT(labels({-10.0, 10.0, 9}), ElementsAre("-10", "-5", "0", "5", "10"));
  EXPECT_THAT(labels({0.0, 0.0123, 7}), ElementsAre("0.000", "0.002", "0.004", "0.006", "0.008", "0.010", "0.012"));
  EXPECT_THAT(labels({-2e6, 3e6, 7}), ElementsAre("-2000000", "-1000000", "0", "1000000", "2000000", "3000000"));
}

TEST(PlotAxis, its_ticks_cover_the_range_evenly) {
  for (const double low : {-7.3, -1.0, -0.02, 0.0, 0.4})
    for (const double length : {0.013, 0.9, 1.0, 2.7, 8.0, 33.0, 4e5}) {
      const PlotAxis axis(low, low + length, 8);
      const std::vector<double>& ticks = axis.ticks();
      ASSERT_GE(ticks.size(), 2u);
      ASSERT_LE(ticks.size(), 8u);
      const double step = ticks[1] - ticks[0];
      EXPECT_GE(ticks.front(), low);
      EXPECT_LE(ticks.back(), low + length);
      EXPECT_LT(ticks.front() - low, step * (1.0 + 1e-9));
      EXPECT_LT(low + length - ticks.back(), step * (1.0 + 1e-9));
    }
}

TEST(PlotAxis, marks_zero_exactly) {
  const PlotAxis axis(-0.7, 0.9, 9);
  EXPECT_THAT(axis.ticks(), testing::Contains(0.0));
  EXPECT_THAT(labels(axis), testing::Contains("0.0"));
}

TEST(PlotAxis, refuses_a_range_without_length) {
  EXPECT_THROW(PlotAxis(1.0, 1.0, 5), DomainError);
  EXPECT_THROW(PlotAxis(0.0, std::numeric_limits<double>::infinity(), 5), DomainError);
  EXPECT_THROW(PlotAxis(0.0, std::numeric_limits<double>::quiet_NaN(), 5), DomainError);
}

}  // namespace
}  // namespace initlab
