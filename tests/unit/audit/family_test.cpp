#include "audit/family.hpp"

#include <gtest/gtest.h>

#include "audit/truncated_normal.hpp"
#include "drawn_weights.hpp"

namespace initlab::test {
namespace {

const double left_of_2 = TruncatedNormal{2.0}.std();

Family family_of(const std::vector<double>& entries, std::size_t columns, double level = 1e-6) {
  const WeightMatrix matrix = matrix_from(entries.size() / columns, columns, entries);
  return fit_family(matrix, entry_moments(matrix.entries), level).family;
}

TEST(TruncatedNormal, has_the_published_moments) {
  EXPECT_NEAR(TruncatedNormal{2.0}.std(), 0.87962566103423978, 1e-15);
  EXPECT_NEAR(TruncatedNormal{2.0}.kurtosis(), 2.36553, 1e-5);
  EXPECT_NEAR(TruncatedNormal{10.0}.std(), 1.0, 1e-12);
  EXPECT_NEAR(TruncatedNormal{10.0}.kurtosis(), 3.0, 1e-12);
  EXPECT_EQ(TruncatedNormal{2.0}.cdf(-2.0), 0.0);
  EXPECT_EQ(TruncatedNormal{2.0}.cdf(3.0), 1.0);
  EXPECT_DOUBLE_EQ(TruncatedNormal{2.0}.cdf(0.0), 0.5);
}

TEST(Family, is_recognised_in_every_one_of_a_thousand_draws) {
  // 1024 entries: a mistake has a probability below 1e-12, and so has a rejection at this level. How often a level
  // rejects is the matter of another test.
  constexpr double level = 1e-12;
  for (std::uint32_t seed = 0; seed < 1000; ++seed) {
    Drawn drawn(seed);
    ASSERT_EQ(family_of(drawn.uniform(1024), 32, level), Family::uniform) << seed;
    ASSERT_EQ(family_of(drawn.truncated(1024, 2.0, left_of_2), 32, level), Family::truncated_normal) << seed;
    const Family normal = family_of(drawn.normal(1024), 32, level);
    // A normal sample of this size stays below three deviations with probability 0.06.
    ASSERT_TRUE(normal == Family::normal || normal == Family::truncated_normal) << seed;
  }
}

TEST(Family, small_matrices_are_mistaken_at_the_rate_stated) {
  int mistakes = 0;
  for (std::uint32_t seed = 0; seed < 4000; ++seed) {
    Drawn drawn(10'000 + seed);
    mistakes += family_of(drawn.uniform(256), 16) != Family::uniform;
    const std::vector<double> cut = drawn.truncated(256, 2.0, left_of_2);
    const WeightMatrix matrix = matrix_from(16, 16, cut);
    const FamilyFit fit = fit_family(matrix, entry_moments(cut), 1e-6);
    mistakes += fit.family != Family::truncated_normal || fit.truncation != 2.0;
  }
  EXPECT_LE(mistakes, 8);  // of 8000: 1e-3
}

TEST(Family, goodness_of_fit_rejects_no_more_than_its_level) {
  constexpr int trials = 2000;
  constexpr double level = 0.05;
  int rejected[3] = {};
  for (std::uint32_t seed = 0; seed < trials; ++seed) {
    Drawn drawn(20'000 + seed);
    rejected[0] += family_of(drawn.normal(1024), 32, level) == Family::other;
    rejected[1] += family_of(drawn.uniform(1024), 32, level) == Family::other;
    rejected[2] += family_of(drawn.truncated(1024, 2.0, left_of_2), 32, level) == Family::other;
  }
  // Four standard deviations of a binomial count above the level.
  for (const int count : rejected) EXPECT_LE(count, trials * level + 4.0 * std::sqrt(trials * level * (1.0 - level)));
  EXPECT_GT(rejected[1], trials * level / 3.0);  // the uniform law's fitted scale costs next to nothing
}

TEST(Family, laws_that_are_none_of_them_are_rejected) {
  Drawn drawn(7);
  const std::vector<double> a = drawn.normal(10'000), b = drawn.normal(10'000);
  std::vector<double> product(a.size()), mixture(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    product[i] = a[i] * b[i];
    mixture[i] = a[i] * (i % 2 == 0 ? 1.0 : 2.5);
  }
  EXPECT_EQ(family_of(product, 100), Family::other);
  EXPECT_EQ(family_of(mixture, 100), Family::other);
  EXPECT_EQ(family_of(a, 100), Family::normal);
}

TEST(Family, numbers_rounded_to_eight_bits_keep_theirs) {
  for (std::uint32_t seed = 0; seed < 5; ++seed) {
    std::vector<double> entries = Drawn(30'000 + seed).normal(300'000);
    for (double& w : entries) w = std::ldexp(std::nearbyint(std::ldexp(w, 7 - std::ilogb(w))), std::ilogb(w) - 7);
    WeightMatrix matrix = matrix_from(300, 1000, entries);
    matrix.type = "BF16";
    EXPECT_EQ(fit_family(matrix, entry_moments(entries), 1e-3).family, Family::normal) << seed;
  }
}

TEST(Family, special_matrices_are_recognised) {
  EXPECT_EQ(family_of(std::vector<double>(100, 0.0), 10), Family::zeros);
  EXPECT_EQ(family_of(std::vector<double>(100, 0.3), 10), Family::constant);
  std::vector<double> identity(200, 0.0), signs(100), sparse = Drawn(1).normal(10'000);
  for (std::size_t i = 0; i < 10; ++i) identity[21 * i] = 2.0;
  for (std::size_t i = 0; i < 100; ++i) signs[i] = i * i % 7 < 3 ? 0.1 : -0.1;
  for (std::size_t i = 0; i < sparse.size(); i += 3) sparse[i] = 0.0;
  EXPECT_EQ(family_of(identity, 20), Family::identity);
  EXPECT_EQ(family_of(signs, 10), Family::rademacher);
  EXPECT_EQ(family_of(sparse, 100), Family::sparse);
}

TEST(Orthogonality, of_a_product_of_reflections_is_exact_and_a_planted_error_is_measured) {
  // 1 - 2 v v^T / |v|^2, its first 40 columns times 1.5.
  constexpr std::size_t n = 64, columns = 40;
  const std::vector<double> v = Drawn(2).normal(n);
  double square = 0.0;
  for (const double x : v) square += x * x;
  std::vector<double> entries(n * columns);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < columns; ++j) entries[i * columns + j] = 1.5 * ((i == j) - 2.0 * v[i] * v[j] / square);
  const auto exact = orthogonality(matrix_from(n, columns, entries));
  ASSERT_TRUE(exact);
  EXPECT_NEAR(exact->gain, 1.5, 1e-12);
  EXPECT_LT(exact->error, 1e-14);
  for (std::size_t j = 0; j < columns; ++j) entries[5 * columns + j] += 0.01 * entries[9 * columns + j];
  const auto damaged = orthogonality(matrix_from(n, columns, entries));
  ASSERT_TRUE(damaged);
  EXPECT_GT(damaged->error, 1e-3);
  EXPECT_FALSE(orthogonality(matrix_from(n, columns, Drawn(3).normal(n * columns))));
}

}  // namespace
}  // namespace initlab::test
