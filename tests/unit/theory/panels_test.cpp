#include "theory/panels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace initlab {
namespace {

TEST(GradedPanels, cover_zero_to_twelve_without_a_gap) {
  const std::vector<Panel> panels = graded_panels({}, 0.01);
  EXPECT_EQ(panels.front().begin, 0.0);
  EXPECT_EQ(panels.back().end, 12.0);
  for (std::size_t i = 1; i < panels.size(); ++i) EXPECT_EQ(panels[i].begin, panels[i - 1].end);
}

TEST(GradedPanels, end_at_every_kink_mirrored) {
  const std::vector<double> kinks = {-0.7, 0.3, 14.0};
  const std::vector<Panel> panels = graded_panels(kinks, 0.1);
  for (const double kink : kinks)
    EXPECT_TRUE(std::any_of(panels.begin(), panels.end(), [&](Panel p) { return p.end == std::abs(kink); })) << kink;
  EXPECT_EQ(panels.back().end, 16.0);
}

TEST(GradedPanels, are_no_wider_than_their_distance_from_a_kink) {
  const double width = 1e-3;
  const double kink = 2.0;
  for (const Panel panel : graded_panels(std::vector{kink}, width)) {
    const double from_zero = panel.begin;
    const double from_kink = panel.end <= kink ? kink - panel.end : panel.begin - kink;
    EXPECT_LE(panel.width(), std::max(width, std::min(from_zero, from_kink)));
    EXPECT_LE(panel.width(), 3.0);
  }
}

TEST(GradedPanels, grow_in_number_with_the_logarithm_of_the_width) {
  const auto count = [](double width) { return graded_panels({}, width).size(); };
  EXPECT_LE(count(1.0), 8u);
  EXPECT_LE(count(1e-6) - count(1e-3), 10u);  // log2(1000) halvings more
}

TEST(GradedPanels, of_coinciding_kinks_are_those_of_one) {
  EXPECT_EQ(graded_panels(std::vector{-1.0, 1.0, 1.0}, 0.1).size(), graded_panels(std::vector{1.0}, 0.1).size());
}

}  // namespace
}  // namespace initlab
