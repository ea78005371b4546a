#include "audit/relatives.hpp"

#include <gtest/gtest.h>

#include "drawn_weights.hpp"

namespace initlab::test {
namespace {

LeadingNumbers leading(std::vector<double> numbers) {
  const std::size_t count = numbers.size();
  return {std::move(numbers), count};
}

TEST(Relatives, are_told_apart) {
  Drawn drawn(1);
  const std::vector<double> a = drawn.normal(5000), b = drawn.normal(5000);
  std::vector<double> mixed(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) mixed[i] = 0.2 * a[i] + b[i];
  const auto kind_of = [&](std::vector<double> other) {
    const std::vector<Relative> found = find_relatives({leading(a), leading(std::move(other))}, 1e-6);
    return found.empty() ? std::string("none") : std::to_string(static_cast<int>(found[0].kind));
  };
  EXPECT_EQ(kind_of(a), "0");
  EXPECT_EQ(kind_of(times(a, -0.5)), "1");
  EXPECT_EQ(kind_of({a.begin(), a.begin() + 1000}), "2");
  EXPECT_EQ(kind_of(mixed), "3");
  EXPECT_EQ(kind_of(b), "none");
  EXPECT_EQ(find_relatives({leading(a), leading(times(a, -0.5))}, 1e-6)[0].factor, -0.5);
}

TEST(Relatives, independent_matrices_are_correlated_at_the_level_only) {
  std::vector<LeadingNumbers> matrices;
  for (std::uint32_t i = 0; i < 120; ++i) {
    Drawn drawn(50'000 + i);
    matrices.push_back(leading(i % 2 == 0 ? drawn.normal(200 + i) : drawn.uniform(400)));
  }
  const double pairs = static_cast<double>(pairs_compared(matrices)), level = 0.02;
  EXPECT_EQ(pairs, 120 * 119 / 2);
  // Pairs are independent two by two, so the count has a binomial's variance.
  EXPECT_NEAR(static_cast<double>(find_relatives(matrices, level).size()), pairs * level,
              4.0 * std::sqrt(pairs * level * (1.0 - level)));
}

}  // namespace
}  // namespace initlab::test
