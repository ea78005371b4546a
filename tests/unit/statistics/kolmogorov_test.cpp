#include "statistics/kolmogorov.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/error.hpp"
#include "statistics/intervals.hpp"
#include "unit/statistics/uniforms.hpp"

namespace initlab {
namespace {

double identity(double x) { return std::clamp(x, 0.0, 1.0); }

std::vector<double> uniform_sample(std::size_t count, std::uint64_t seed) {
  Uniforms uniforms(seed);
  std::vector<double> sample(count);
  for (double& x : sample) x = uniforms.next();
  return sample;
}

TEST(KolmogorovPValue, agrees_with_the_published_exact_value) {
  // Marsaglia, Tsang and Wang (2003): P(D_10 < 0.274) = 0.62847961545650427529...
  EXPECT_NEAR(kolmogorov_p_value(0.274, 10), 1.0 - 0.628479615456504275, 1e-13);
}

TEST(KolmogorovPValue, agrees_with_the_table_of_critical_values) {
  // Miller, "Table of percentage points of Kolmogorov statistics", JASA 51 (1956); 5 decimals of D.
  struct Critical {
    std::size_t n;
    double d;
    double p;
  };
  for (const auto& [n, d, p] : {Critical{1, 0.975, 0.05},
                                {5, 0.56328, 0.05},
                                {5, 0.66853, 0.01},
                                {10, 0.36866, 0.10},
                                {10, 0.40925, 0.05},
                                {10, 0.48893, 0.01},
                                {20, 0.29408, 0.05},
                                {20, 0.35241, 0.01}}) {
    EXPECT_GT(kolmogorov_p_value(d - 1e-5, n), p);
    EXPECT_LT(kolmogorov_p_value(d + 1e-5, n), p);
  }
}

TEST(KolmogorovPValue, has_its_closed_forms) {
  // One sample u: D = max(u, 1 - u), so P(D >= d) = 2 (1 - d).
  for (const double d : {0.5, 0.6, 0.9}) EXPECT_NEAR(kolmogorov_p_value(d, 1), 2.0 * (1.0 - d), 1e-15);
  // P(D_n < d) = n! (2 d - 1/n)^n for 1/(2n) <= d <= 1/n (Kolmogorov 1933).
  EXPECT_NEAR(kolmogorov_p_value(0.12, 8), 1.0 - 40320.0 * std::pow(0.24 - 0.125, 8), 1e-13);
  // P(D_n >= d) = 2 (1 - d)^n for d >= 1 - 1/n.
  EXPECT_NEAR(kolmogorov_p_value(0.9, 5), 2.0 * std::pow(0.1, 5), 1e-13);
  EXPECT_EQ(kolmogorov_p_value(1.0, 5), 0.0);
  EXPECT_EQ(kolmogorov_p_value(0.1, 5), 1.0);
}

TEST(KolmogorovPValue, the_limit_law_has_its_known_quantiles) {
  // Smirnov, Ann. Math. Stat. 19 (1948): 1.2238, 1.3581, 1.6276 at 10, 5 and 1 percent.
  EXPECT_NEAR(kolmogorov_limit_p_value(1.2238), 0.10, 3e-5);  // the rounding of 1.2238
  EXPECT_NEAR(kolmogorov_limit_p_value(1.3581), 0.05, 2e-5);
  EXPECT_NEAR(kolmogorov_limit_p_value(1.6276), 0.01, 2e-5);
  EXPECT_EQ(kolmogorov_limit_p_value(0.0), 1.0);
}

TEST(KolmogorovPValue, both_series_of_the_limit_law_meet) {
  const double below = kolmogorov_limit_p_value(std::nextafter(1.0, 0.0));
  EXPECT_NEAR(below, kolmogorov_limit_p_value(1.0), 1e-14);
}

// The exact law ends at n = 100, the corrected limit law begins at 101: there they have to be as near as promised.
TEST(KolmogorovPValue, the_limit_law_is_good_where_it_takes_over) {
  const double root = std::sqrt(100.0);
  for (double d = 0.03; d < 0.27; d += 0.003) {
    const double exact = kolmogorov_p_value(d, 100);
    const double limit = kolmogorov_limit_p_value(d * (root + 0.12 + 0.11 / root));
    EXPECT_NEAR(limit, exact, 0.012) << d;
    if (exact < 0.2 && exact > 1e-6) {
      EXPECT_NEAR(limit / exact, 1.0, 0.05) << d;
    }
  }
}

TEST(KolmogorovPValue, two_equal_samples_agree_with_the_reflection_formula) {
  // P(D_{n,n} >= k/n) = 2 sum_i (-1)^(i-1) C(2n, n - i k) / C(2n, n) (Gnedenko and Korolyuk 1951).
  constexpr int n = 12;
  const auto log_binomial = [](int a, int b) {
    return std::lgamma(a + 1) - std::lgamma(b + 1) - std::lgamma(a - b + 1);
  };
  for (int k = 1; k <= n; ++k) {
    double p = 0.0;
    for (int i = 1; i * k <= n; ++i)
      p += (i % 2 ? 2.0 : -2.0) * std::exp(log_binomial(2 * n, n - i * k) - log_binomial(2 * n, n));
    EXPECT_NEAR(kolmogorov_p_value(static_cast<double>(k) / n, n, n), p, 1e-12) << k;
  }
}

TEST(KolmogorovPValue, two_unequal_samples_by_enumeration) {
  // Of the three orders of one a and two b only b a b keeps D below one: at 1/2.
  EXPECT_NEAR(kolmogorov_p_value(1.0, 1, 2), 2.0 / 3.0, 1e-15);
  EXPECT_NEAR(kolmogorov_p_value(0.5, 1, 2), 1.0, 1e-15);
}

TEST(KolmogorovPValue, the_two_sample_limit_is_good_where_it_takes_over) {
  struct Sizes {
    std::size_t m;
    std::size_t n;
  };
  for (const auto& [m, n] : {Sizes{1000, 1000}, {990, 1009}, {100, 10'000}}) {
    const double cells = static_cast<double>(m * n);
    const double root = std::sqrt(cells / static_cast<double>(m + n));
    for (const double lambda : {0.8, 1.2, 1.6, 2.0, 2.4}) {
      const double d = std::round(lambda / root * cells) / cells;  // a distance that can occur
      const double limit = kolmogorov_limit_p_value(d * (root + 0.12 + 0.11 / root));
      EXPECT_NEAR(limit / kolmogorov_p_value(d, m, n), 1.0, 0.1) << m << " " << n << " " << lambda;
    }
  }
}

TEST(KolmogorovTest, the_statistic_by_hand) {
  EXPECT_DOUBLE_EQ(kolmogorov_test(std::vector{0.5}, identity).statistic, 0.5);
  EXPECT_DOUBLE_EQ(kolmogorov_test(std::vector{0.9, 0.1, 0.2}, identity).statistic, 2.0 / 3.0 - 0.2);
  const std::vector a{1.0, 2.0, 3.0};
  EXPECT_DOUBLE_EQ(kolmogorov_test(a, std::vector{2.5, 4.0}).statistic, 2.0 / 3.0);
  EXPECT_EQ(kolmogorov_test(a, a).statistic, 0.0);
  EXPECT_EQ(kolmogorov_test(a, a).p_value, 1.0);
}

TEST(KolmogorovTest, equal_values_in_both_samples_are_one_step) {
  EXPECT_EQ(kolmogorov_test(std::vector{1.0, 1.0, 2.0}, std::vector{1.0, 1.0, 2.0}).statistic, 0.0);
  EXPECT_DOUBLE_EQ(kolmogorov_test(std::vector{1.0, 1.0}, std::vector{1.0, 2.0}).statistic, 0.5);
}

TEST(KolmogorovTest, an_empty_sample_or_a_nan_is_refused) {
  const std::vector<double> empty;
  const std::vector with_nan{1.0, std::numeric_limits<double>::quiet_NaN()};
  EXPECT_THROW(kolmogorov_test(empty, identity), DomainError);
  EXPECT_THROW(kolmogorov_test(with_nan, identity), DomainError);
  EXPECT_THROW(kolmogorov_test(std::vector{1.0}, with_nan), DomainError);
}

// Family of two tests below at 1e-6 each: one false alarm in 500 000 choices of seeds.
constexpr double level = 1e-6;

TEST(KolmogorovTest, p_values_are_uniform_when_the_law_is_right) {
  const auto p_values_for = [](auto distort) {
    std::vector<double> p_values;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
      auto sample = uniform_sample(50, seed);
      for (double& x : sample) x = distort(x);
      p_values.push_back(kolmogorov_test(sample, identity).p_value);
    }
    return p_values;
  };
  const auto right = p_values_for([](double x) { return x; });
  EXPECT_GT(kolmogorov_test(right, identity).p_value, level);
  const auto twin = p_values_for([](double x) { return std::pow(x, 1.2); });
  EXPECT_LT(kolmogorov_test(twin, identity).p_value, level);
}

TEST(KolmogorovTest, two_samples_of_one_law_pass_and_of_two_laws_fail) {
  std::vector<double> p_values;
  for (std::uint64_t seed = 0; seed < 1000; ++seed)
    p_values.push_back(kolmogorov_test(uniform_sample(97, 2 * seed), uniform_sample(101, 2 * seed + 1)).p_value);
  EXPECT_GT(kolmogorov_test(p_values, identity).p_value, level);

  const auto sample = uniform_sample(20'000, 5);
  auto twin = uniform_sample(20'000, 6);
  EXPECT_GT(kolmogorov_test(sample, twin).p_value, level);
  for (double& x : twin) x = std::pow(x, 1.1);
  EXPECT_LT(kolmogorov_test(sample, twin).p_value, level);
}

TEST(KolmogorovTest, a_normal_of_five_percent_too_much_spread_is_rejected) {
  auto sample = uniform_sample(100'000, 8);
  for (double& x : sample) x = normal_quantile(x);
  EXPECT_GT(kolmogorov_test(sample, normal_cdf).p_value, level);
  for (double& x : sample) x *= 1.05;
  EXPECT_LT(kolmogorov_test(sample, normal_cdf).p_value, level);
}

}  // namespace
}  // namespace initlab
