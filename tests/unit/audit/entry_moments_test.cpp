#include "audit/entry_moments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/truncated_normal.hpp"
#include "drawn_weights.hpp"

namespace initlab::test {
namespace {

TEST(EntryMoments, of_four_numbers_are_those_of_the_textbook) {
  const std::vector<double> numbers = {1, 2, 3, 6, std::nan(""), HUGE_VAL};
  const EntryMoments m = entry_moments(numbers);
  EXPECT_EQ(m.count, 4u);
  EXPECT_EQ(m.nonfinite, 2u);
  EXPECT_DOUBLE_EQ(m.mean, 3.0);
  EXPECT_DOUBLE_EQ(m.std, std::sqrt(14.0 / 3.0));
  EXPECT_DOUBLE_EQ(m.kurtosis, 4.0 * (16 + 1 + 81) / (14.0 * 14.0));
}

TEST(EntryMoments, are_finite_for_the_largest_and_smallest_doubles) {
  for (const double size : {1e308, 1e-300}) {
    const EntryMoments m = entry_moments(std::vector<double>{size, -size, 0.5 * size, 0.0});
    EXPECT_NEAR(m.std / size, 0.853912563829967, 1e-12);
    EXPECT_GT(m.kurtosis, 1.0);
  }
}

TEST(Spread, of_a_normal_law_is_the_exact_chi_square_interval) {
  EXPECT_DOUBLE_EQ(spread_degrees(50, 3.0), 49.0);
  const Interval expected = variance_interval(4.0, 50, 0.99), found = std_interval(2.0, 50, 3.0, 0.99);
  EXPECT_NEAR(found.low, std::sqrt(expected.low), 1e-12);
  EXPECT_NEAR(found.high, std::sqrt(expected.high), 1e-12);
}

struct Coverage {
  const char* name;
  double kurtosis;
  std::vector<double> (*draw)(Drawn&, std::size_t);
};
const Coverage laws[] = {{"normal", 3.0, [](Drawn& d, std::size_t n) { return d.normal(n); }},
                         {"uniform", 1.8, [](Drawn& d, std::size_t n) { return d.uniform(n); }},
                         {"truncated", TruncatedNormal{2.0}.kurtosis(),
                          [](Drawn& d, std::size_t n) { return d.truncated(n, 2.0, TruncatedNormal{2.0}.std()); }}};

TEST(Spread, intervals_and_p_values_hold_what_they_promise) {
  constexpr int trials = 4000;
  constexpr double level = 0.05;
  const double slack = 4.0 * std::sqrt(trials * level * (1.0 - level));  // four standard deviations of the count
  std::uint32_t seed = 40'000;
  for (const Coverage& law : laws) {
    int outside = 0, rejected = 0, twin_rejected = 0;
    for (int i = 0; i < trials; ++i) {
      Drawn drawn(seed++);
      const EntryMoments m = entry_moments(law.draw(drawn, 1000));
      outside += !std_interval(m.std, m.count, m.kurtosis, 1.0 - level).contains(1.0);
      rejected += spread_p_value(m.std, 1.0, m.count, law.kurtosis) < level;
      twin_rejected += spread_p_value(1.05 * m.std, 1.0, m.count, law.kurtosis) < level;
    }
    EXPECT_NEAR(outside, trials * level, slack) << law.name;
    EXPECT_NEAR(rejected, trials * level, slack) << law.name;
    EXPECT_GT(twin_rejected, trials / 2) << law.name;  // five per cent too much
  }
}

}  // namespace
}  // namespace initlab::test
