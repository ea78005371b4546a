// The law of the numbers: moments, distribution function, tails. Every check is shown to reject something slightly
// wrong.
#include <gtest/gtest.h>

#include <cmath>
#include <span>
#include <type_traits>
#include <vector>

#include "support/kolmogorov.hpp"
#include "unit/random/box_muller.hpp"
#include "unit/random/draws.hpp"
#include "unit/random/z_scores.hpp"

namespace initlab {
namespace {

using testing::five_sigma;
using testing::five_sigma_p_value;
using testing::normals;
using testing::uniforms;

constexpr std::size_t million = std::size_t{1} << 20;
const Stream stream = StreamFamily(2024, "distribution", 0).at(0);

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }
double uniform_cdf(double x) { return x; }

template <class Real>
std::vector<Real> scaled(std::vector<Real> x, double factor) {
  for (Real& value : x) value = static_cast<Real>(value * factor);
  return x;
}

template <class Real>
class Distribution : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(Distribution, Reals);

TYPED_TEST(Distribution, normals_have_the_moments_of_a_standard_normal) {
  const auto x = normals<TypeParam>(stream, 8 * million);
  EXPECT_LT(testing::worst_normal_moment_z<TypeParam>(x), five_sigma);
  // Broken twin: 1 % too much variance is 20 standard errors here.
  EXPECT_GT(testing::worst_normal_moment_z<TypeParam>(scaled(x, std::sqrt(1.01))), five_sigma);
}

TYPED_TEST(Distribution, every_position_in_a_group_has_these_moments) {
  constexpr std::size_t size = group_size<TypeParam>;
  constexpr std::size_t groups = million / 16;
  const auto x = normals<TypeParam>(stream, groups * size);
  std::vector<TypeParam> at_position(groups);
  double worst = 0.0;
  for (std::size_t k = 0; k < size; ++k) {
    for (std::size_t g = 0; g < groups; ++g) at_position[g] = x[g * size + k];
    worst = std::max(worst, testing::worst_normal_moment_z<TypeParam>(at_position));
  }
  EXPECT_LT(worst, five_sigma);
  // Broken twin: one position in a group (here the last) with 5 % too much variance, 9 standard errors.
  EXPECT_GT(testing::worst_normal_moment_z<TypeParam>(scaled(at_position, std::sqrt(1.05))), five_sigma);
}

TYPED_TEST(Distribution, uniforms_have_the_moments_of_a_uniform) {
  const auto x = uniforms<TypeParam>(stream, 4 * million);
  EXPECT_LT(testing::worst_uniform_moment_z<TypeParam>(x), five_sigma);
  // Broken twin: half a percent off the upper end.
  EXPECT_GT(testing::worst_uniform_moment_z<TypeParam>(scaled(x, 0.995)), five_sigma);
}

TYPED_TEST(Distribution, normals_pass_kolmogorov_smirnov) {
  const auto x = normals<TypeParam>(stream, 2 * million);
  EXPECT_GT(testing::kolmogorov_smirnov_p_value(x, normal_cdf), five_sigma_p_value);
  // Broken twin: 1 % too much standard deviation moves the distribution function by 0.0024, lambda = 3.5.
  EXPECT_LT(testing::kolmogorov_smirnov_p_value(scaled(x, 1.01), normal_cdf), five_sigma_p_value);
}

TYPED_TEST(Distribution, uniforms_pass_kolmogorov_smirnov) {
  const auto x = uniforms<TypeParam>(stream, 2 * million);
  EXPECT_GT(testing::kolmogorov_smirnov_p_value(x, uniform_cdf), five_sigma_p_value);
  // Broken twin: half a percent off the upper end, lambda = 7.
  EXPECT_LT(testing::kolmogorov_smirnov_p_value(scaled(x, 0.995), uniform_cdf), five_sigma_p_value);
}

TYPED_TEST(Distribution, uniforms_are_inside_the_open_interval_and_odd_multiples_of_half_a_step) {
  constexpr double half_step = std::is_same_v<TypeParam, float> ? 0x1p-24 : 0x1p-53;
  for (const TypeParam u : uniforms<TypeParam>(stream, million)) {
    ASSERT_TRUE(u > 0 && u < 1);
    ASSERT_EQ(std::fmod(u / half_step, 2.0), 1.0);
  }
}

template <class Real>
struct TailCounts {
  double above_4 = 0.0;
  double above_5 = 0.0;
};

template <class Real>
TailCounts<Real> count_tails(std::span<const Real> x) {
  TailCounts<Real> counts;
  for (const Real value : x) {
    counts.above_4 += std::abs(value) > Real(4);
    counts.above_5 += std::abs(value) > Real(5);
  }
  return counts;
}

/// A Poisson count in standard errors; five of them reject correctly enough from an expectation of some 30 on.
double poisson_z(double count, double expected) { return std::abs(count - expected) / std::sqrt(expected); }

constexpr double probability_above_4 = 6.334248366623996e-05;  // erfc(4 / sqrt 2)
constexpr double probability_above_5 = 5.733031437583869e-07;  // erfc(5 / sqrt 2)

TYPED_TEST(Distribution, tails_beyond_four_and_five_have_their_probability) {
  constexpr std::size_t chunks = 96;
  TailCounts<TypeParam> sum;
  std::vector<TypeParam> x(million);
  for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
    fill_normal(stream, chunk * million / group_size<TypeParam>, x);
    const auto counts = count_tails<TypeParam>(x);
    sum.above_4 += counts.above_4;
    sum.above_5 += counts.above_5;
  }
  EXPECT_LT(poisson_z(sum.above_4, probability_above_4 * chunks * million), five_sigma);
  EXPECT_LT(poisson_z(sum.above_5, probability_above_5 * chunks * million), five_sigma);
}

TEST(Distribution, a_radius_from_ten_bits_is_caught_by_its_tail) {
  // Broken twin of the tail test: the radius ends at sqrt(2 log 2^11) = 3.9.
  std::vector<double> x;
  for (std::uint32_t number = 0; x.size() < million; ++number) {
    const auto w = testing::naive_philox(10, {number, 0, 0, 0}, {1, 2});
    const auto ten_bits = static_cast<std::int32_t>((w[0] & 0xFFC00000u) | 0x200000u);
    x.push_back(static_cast<double>(testing::box_muller(ten_bits, static_cast<std::int32_t>(w[1])).cos));
  }
  EXPECT_GT(poisson_z(count_tails<double>(x).above_4, probability_above_4 * million), five_sigma);
}

// The two tests of Kolmogorov's series that need no random numbers.
TEST(Kolmogorov, p_values_are_those_of_the_tables) {
  // Critical values of the limit law: 1.3581 at 5 %, 1.6276 at 1 %.
  EXPECT_NEAR(testing::kolmogorov_p_value(1.35810 / 1e4, 1e8), 0.05, 1e-5);
  EXPECT_NEAR(testing::kolmogorov_p_value(1.62762 / 1e4, 1e8), 0.01, 1e-5);
  EXPECT_EQ(testing::kolmogorov_p_value(0.0, 100.0), 1.0);
}
TEST(Kolmogorov, the_statistic_is_the_largest_distance_on_either_side_of_a_step) {
  // Of {0.5, 0.5, 0.9} the distance is 0.5, below the step at 0.5.
  EXPECT_EQ(testing::kolmogorov_smirnov_p_value(std::vector{0.9, 0.5, 0.5}, uniform_cdf),
            testing::kolmogorov_p_value(0.5, 3.0));
}

}  // namespace
}  // namespace initlab
