// Streams know nothing of each other, nor a stream of its own past. Every check is shown to reject a dependence.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "unit/random/draws.hpp"
#include "unit/random/z_scores.hpp"

namespace initlab {
namespace {

using testing::five_sigma;
using testing::normals;
using testing::uniforms;

constexpr std::size_t million = std::size_t{1} << 20;

template <class Real>
class Independence : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(Independence, Reals);

template <class Real>
double worst_correlation_of_streams(const Stream& a, const Stream& b) {
  return testing::worst_correlation_z<Real>(normals<Real>(a, million), normals<Real>(b, million));
}

TYPED_TEST(Independence, streams_of_neighbouring_names_are_uncorrelated) {
  const StreamFamily family(1, "weights", 7);
  const Stream stream = family.at(10, 20);
  const Stream neighbours[] = {family.at(11, 20), family.at(10, 21), family.at(20, 10),
                               StreamFamily(2, "weights", 7).at(10, 20), StreamFamily(1, "weights", 8).at(10, 20),
                               StreamFamily(1, "weighty", 7).at(10, 20), StreamFamily(7, "weights", 1).at(10, 20),
                               // Philox itself, with keys one apart, as a hash would never give them.
                               Stream{{stream.key[0] + 1, stream.key[1]}, 10, 20},
                               Stream{{stream.key[0], stream.key[1] + 1}, 10, 20}};
  for (const Stream& neighbour : neighbours) {
    EXPECT_LT(worst_correlation_of_streams<TypeParam>(stream, neighbour), five_sigma)
        << neighbour.trial << ' ' << neighbour.layer << ' ' << neighbour.key[0] << ' ' << neighbour.key[1];
  }
}

TYPED_TEST(Independence, a_correlation_of_one_percent_is_seen) {
  // Broken twin of the tests of correlation: y = 0.01 x + sqrt(1 - 0.0001) z, ten standard errors.
  const StreamFamily family(1, "twin", 0);
  const auto x = normals<TypeParam>(family.at(0), million);
  auto y = normals<TypeParam>(family.at(1), million);
  for (std::size_t i = 0; i < million; ++i) y[i] = static_cast<TypeParam>(0.01 * x[i] + std::sqrt(1 - 1e-4) * y[i]);
  EXPECT_GT(testing::worst_correlation_z<TypeParam>(x, y), five_sigma);
}

TYPED_TEST(Independence, a_shared_radius_is_seen) {
  // Broken twin: uncorrelated, but of equal magnitude in one case out of a hundred.
  const StreamFamily family(1, "twin", 0);
  const auto x = normals<TypeParam>(family.at(0), million);
  auto y = normals<TypeParam>(family.at(1), million);
  for (std::size_t i = 0; i < million; i += 100) y[i] = std::copysign(x[i], y[i]);
  EXPECT_GT(testing::worst_correlation_z<TypeParam>(x, y), five_sigma);
}

/// The largest correlation at the lags where the layout has its seams: lanes, rows of 16, groups.
template <class Real>
double worst_lag_correlation_z(std::span<const Real> x) {
  double worst = 0.0;
  for (const std::size_t lag : {1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 47, 48, 63, 64, 65, 127, 128, 256, 1024}) {
    worst = std::max(worst, testing::worst_correlation_z<Real>(x, x.subspan(lag)));
  }
  return worst;
}

TYPED_TEST(Independence, a_stream_is_uncorrelated_with_its_own_past) {
  auto x = normals<TypeParam>(StreamFamily(3, "lags", 0).at(0), million);
  EXPECT_LT(worst_lag_correlation_z<TypeParam>(x), five_sigma);
  // Broken twin: one group in a hundred is the group before.
  constexpr std::size_t size = group_size<TypeParam>;
  for (std::size_t i = size; i + size <= x.size(); i += 100 * size) std::copy_n(&x[i - size], size, &x[i]);
  EXPECT_GT(worst_lag_correlation_z<TypeParam>(x), five_sigma);
}

bool all_distinct(std::vector<double> x) {
  std::sort(x.begin(), x.end());
  return std::adjacent_find(x.begin(), x.end()) == x.end();
}

/// First uniforms of 100 trials x 100 layers x 100 families; the family's seed is `seed_of(i)`.
template <class SeedOf>
std::vector<double> first_draws(SeedOf seed_of) {
  std::vector<double> first;
  for (std::uint64_t i = 0; i < 100; ++i) {
    const StreamFamily family(seed_of(i), "weights", 0);
    for (std::uint32_t trial = 0; trial < 100; ++trial) {
      for (std::uint32_t layer = 0; layer < 100; ++layer)
        first.push_back(uniforms<double>(family.at(trial, layer), 1)[0]);
    }
  }
  return first;
}

// Of 10^6 numbers out of 2^52 two are equal with probability 1.1e-4: larger than the other tests allow themselves, so
// the seeds in use were seen to pass once, and being fixed they always do.
TEST(Independence, a_million_streams_begin_with_different_numbers) {
  const auto first = first_draws([](std::uint64_t i) { return i; });
  EXPECT_TRUE(all_distinct(first));
  EXPECT_LT(testing::worst_uniform_moment_z<double>(first), five_sigma);
  // Broken twin: seeds that lose their lowest bit.
  EXPECT_FALSE(all_distinct(first_draws([](std::uint64_t i) { return i / 2; })));
}

TEST(Independence, a_stream_does_not_repeat) {
  auto x = normals<double>(StreamFamily(4, "repeat", 0).at(0), million);
  EXPECT_TRUE(all_distinct(x));
  std::copy_n(x.begin(), 32, x.end() - 32);  // broken twin: it comes back to its first group
  EXPECT_FALSE(all_distinct(x));
}

/// Pearson's chi-square of the pairs (x_i, x_{i+lag}) on a grid of 64 x 64 equal cells, in standard deviations of its
/// law (mean 4095, variance 2 * 4095; nearly normal).
template <class Real>
double pair_grid_z(std::span<const Real> x, std::size_t lag) {
  constexpr std::size_t side = 64;
  std::vector<double> counts(side * side);
  std::size_t pairs = 0;
  // Steps of 2 lag within blocks of 2 lag: no number is in two pairs.
  for (std::size_t block = 0; block + 2 * lag <= x.size(); block += 2 * lag) {
    for (std::size_t i = block; i < block + lag; ++i, ++pairs) {
      const auto row = static_cast<std::size_t>(x[i] * Real(side));
      const auto column = static_cast<std::size_t>(x[i + lag] * Real(side));
      ++counts[row * side + column];
    }
  }
  const double expected = static_cast<double>(pairs) / (side * side);
  double chi_square = 0.0;
  for (const double count : counts) chi_square += (count - expected) * (count - expected) / expected;
  constexpr double freedom = side * side - 1;
  return (chi_square - freedom) / std::sqrt(2.0 * freedom);
}

TYPED_TEST(Independence, pairs_of_uniforms_fill_the_square_evenly) {
  const auto x = uniforms<TypeParam>(StreamFamily(5, "pairs", 0).at(0), 4 * million);
  for (const std::size_t lag : {1, 2, 8, 16, 32, 64})
    EXPECT_LT(std::abs(pair_grid_z<TypeParam>(x, lag)), five_sigma) << lag;
}

TEST(Independence, first_numbers_of_consecutive_trials_and_layers_fill_the_square_evenly) {
  const StreamFamily family(6, "pairs", 0);
  std::vector<double> over_trials;
  std::vector<double> over_layers;
  for (std::uint32_t i = 0; i < million; ++i) {
    over_trials.push_back(uniforms<double>(family.at(i, 3), 1)[0]);
    over_layers.push_back(uniforms<double>(family.at(3, i), 1)[0]);
  }
  EXPECT_LT(std::abs(pair_grid_z<double>(over_trials, 1)), five_sigma);
  EXPECT_LT(std::abs(pair_grid_z<double>(over_layers, 1)), five_sigma);
}

std::vector<double> uniforms_of_philox_with(int rounds) {
  std::vector<double> x;
  for (std::uint32_t number = 0; number < million; ++number) {
    x.push_back((testing::naive_philox(rounds, {number, 0, 1, 2}, {12345, 67890})[0] + 0.5) * 0x1p-32);
  }
  return x;
}

TEST(Independence, philox_with_two_rounds_is_rejected_where_ten_pass) {
  EXPECT_LT(std::abs(pair_grid_z<double>(uniforms_of_philox_with(10), 1)), five_sigma);
  EXPECT_GT(std::abs(pair_grid_z<double>(uniforms_of_philox_with(2), 1)), five_sigma);
}

}  // namespace
}  // namespace initlab
