// Distribution functions and spreads, against closed forms and sums over their own increments.
#include "conformance/entry_law.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>

#include "core/error.hpp"

namespace initlab::test {
namespace {

const Law with_density[] = {gaussian(1.0),       uniform(1.0),        truncated_normal(1.0), student_t(1.0, 0.5),
                            student_t(1.0, 2.0), student_t(1.0, 5.0), student_t(1.0, 40.0)};

/// E[f(x)], x of the law. The grid is even in asinh(x) and reaches to 1e17, beyond which Student's law with half a
/// degree of freedom has 2e-9.
double expectation(const Law& law, const std::function<double(double)>& f) {
  constexpr int cells = 40'000;
  const EntryLaw entry = entry_law(law);
  const auto place = [](double cell) { return std::sinh(80.0 * (cell / cells - 0.5)); };
  double sum = 0.0, below = 0.0;
  for (int cell = 0; cell < cells; ++cell) {
    const double above = entry.cdf(place(cell + 1), law.shape);
    sum += f(place(cell + 0.5)) * (above - below);
    below = above;
  }
  return sum;
}

TEST(EntryLaw, distribution_functions_are_those_of_tables) {
  const auto cdf = [](const Law& law, double x) { return entry_law(law).cdf(x, law.shape); };
  EXPECT_NEAR(cdf(gaussian(1.0), 1.0), 0.84134474606854293, 1e-14);
  EXPECT_EQ(cdf(uniform(1.0), -0.5), 0.25);
  EXPECT_EQ(cdf(uniform(1.0), 1.5), 1.0);
  EXPECT_EQ(cdf(truncated_normal(1.0), 2.0 / 0.87962566103423978), 1.0);
  EXPECT_EQ(cdf(truncated_normal(1.0), -3.0), 0.0);
  // The share of (0, sigma) in (-2 sigma, 2 sigma), by a table of erf: 0.3413447461 of 0.9544997361.
  EXPECT_NEAR(cdf(truncated_normal(1.0), 1.0 / 0.87962566103423978), 0.5 + 0.3413447461 / 0.9544997361, 1e-9);
  // Abramowitz and Stegun, 26.7.3 and 26.7.4.
  EXPECT_NEAR(cdf(student_t(1.0, 1.0), 3.0), 0.5 + std::atan(3.0) / std::numbers::pi, 1e-14);
  const double sine = 3.0 / std::sqrt(13.0);
  EXPECT_NEAR(cdf(student_t(1.0, 4.0), 3.0), 0.5 + sine * (3.0 - sine * sine) / 4.0, 1e-14);
}

TEST(EntryLaw, spread_has_mean_0_and_the_stated_variance_and_slope) {
  for (const Law& law : with_density) {
    SCOPED_TRACE(::testing::Message() << static_cast<int>(law.family) << ", " << law.shape);
    const EntryLaw entry = entry_law(law);
    const auto mean_at = [&](double factor) {
      return expectation(law, [&](double x) { return entry.spread(factor * x, law.shape); });
    };
    EXPECT_NEAR(mean_at(1.0), 0.0, 2e-5);
    EXPECT_NEAR(expectation(law, [&](double x) { return std::pow(entry.spread(x, law.shape), 2); }),
                entry.spread_variance, 4e-5);
    EXPECT_NEAR((mean_at(1.001) - mean_at(0.999)) / 0.002, entry.spread_slope, 4e-5);
  }
}

TEST(EntryLaw, families_without_a_density_have_none) {
  for (const Law& law : {constant(1.0), rademacher(1.0), orthogonal(1.0), filled(1.0)})
    EXPECT_THROW(entry_law(law), DomainError);
}

TEST(HaarEntry, is_a_cosine_in_the_plane_uniform_in_space_and_normal_in_the_limit) {
  for (const double x : {-1.0, -0.7, -0.1, 0.0, 0.4, 1.0}) {
    EXPECT_NEAR(haar_entry_cdf(x, 2), 0.5 + std::asin(x) / std::numbers::pi, 1e-14);
    EXPECT_NEAR(haar_entry_cdf(x, 3), 0.5 + 0.5 * x, 1e-14);  // Archimedes
    EXPECT_NEAR(haar_entry_cdf(x / 100.0, 10'000), 0.5 * std::erfc(-x / std::numbers::sqrt2), 1e-4);
  }
}

}  // namespace
}  // namespace initlab::test
