// How a group of independent numbers is made of the stream's: against the documented formulas, by other means.
#include "linear/independent_entries.hpp"

#include <gtest/gtest.h>

#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <initlab/law.hpp>
#include <limits>
#include <numbers>
#include <vector>

namespace initlab {
namespace {

const Stream stream = StreamFamily(8, "entries", 0).at(2, 3);
constexpr std::size_t many = 50'000, uneven = 1003;  // the latter ends inside a group
constexpr std::uint64_t group = 5;

template <class Real>
class IndependentEntries : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(IndependentEntries, Reals);

template <class Real, class Entry>
std::vector<Real> numbers_of(const Entry& entry, std::size_t size, std::uint64_t first_group = group) {
  std::vector<Real> out(size);
  entry.fill(stream, first_group, std::span<Real>(out));
  return out;
}
template <class Real>
std::vector<Real> uniforms(std::size_t size, std::uint64_t first_group = group) {
  std::vector<Real> out(size);
  fill_uniform(stream, first_group, std::span<Real>(out));
  return out;
}

/// The quantile of Boost, in long double.
long double truncated_normal_quantile(long double u) {
  const long double uncut = boost::math::erf(std::numbers::sqrt2_v<long double>);
  const long double variance =
      1.0L - 4.0L * std::exp(-2.0L) / std::sqrt(2.0L * std::numbers::pi_v<long double>) / uncut;
  return std::numbers::sqrt2_v<long double> * boost::math::erf_inv(uncut * (2.0L * u - 1.0L)) / std::sqrt(variance);
}

TYPED_TEST(IndependentEntries, truncated_normal_numbers_are_the_quantile_of_the_uniform_ones) {
  constexpr double bound = sizeof(TypeParam) == 4 ? 5e-7 : 1e-15;
  const auto numbers = numbers_of<TypeParam>(TruncatedNormalEntry{}, many);
  const auto u = uniforms<TypeParam>(many);
  double worst = 0;
  for (std::size_t i = 0; i < many; ++i) {
    const long double exact = truncated_normal_quantile(u[i]);
    worst = std::max(worst, std::abs(double(numbers[i] / exact - 1.0L)));
  }
  EXPECT_LT(worst, bound);
  EXPECT_GT(worst, bound / 10) << "a bound that the next change could break unseen";
}

TYPED_TEST(IndependentEntries, truncated_normal_numbers_end_at_two_standard_deviations_of_the_uncut_law) {
  for (const TypeParam number : numbers_of<TypeParam>(TruncatedNormalEntry{}, many))
    ASSERT_LE(std::abs(number), TypeParam(2.0 / std_after_cut_at_two_sigma));
}

TYPED_TEST(IndependentEntries, rademacher_numbers_are_the_sides_of_the_uniform_ones) {
  const auto numbers = numbers_of<TypeParam>(RademacherEntry{}, uneven);
  const auto u = uniforms<TypeParam>(uneven);
  for (std::size_t i = 0; i < uneven; ++i) ASSERT_EQ(numbers[i], u[i] > TypeParam(0.5) ? 1 : -1);
}

TYPED_TEST(IndependentEntries, student_numbers_are_baileys_of_pairs_of_uniform_doubles) {
  constexpr std::size_t size = group_size<TypeParam>, doubles = group_size<double>;
  for (const double nu : {0.5, 1.0, 2.5, 7.0, 1e6}) {
    const auto numbers = numbers_of<TypeParam>(StudentEntry{nu}, uneven);
    for (std::size_t i = 0; i < uneven; ++i) {
      const std::size_t g = group + i / size, k = i % size;
      const auto pair = uniforms<double>(2 * size, g * 2 * size / doubles);
      const long double radius = std::sqrt(nu * std::expm1(-2.0L / nu * std::log((long double)(pair[k]))));
      const long double exact = radius * std::cos(2.0L * std::numbers::pi_v<long double> * pair[size + k]);
      // The angle, up to 2 pi, is rounded twice; radius and product a few times, amplified by the power 2/nu of u.
      const double tolerance =
          (10.0 + 40.0 / nu) * std::numeric_limits<double>::epsilon() + std::numeric_limits<TypeParam>::epsilon();
      ASSERT_NEAR(numbers[i], double(exact), tolerance * double(radius)) << nu << ", number " << i;
    }
  }
}

TYPED_TEST(IndependentEntries, are_the_same_however_they_are_cut_into_calls) {
  const auto expect_same = [](const auto& entry) {
    const auto whole = numbers_of<TypeParam>(entry, 4 * group_size<TypeParam> + 7);
    const auto rest = numbers_of<TypeParam>(entry, group_size<TypeParam> + 7, group + 3);
    EXPECT_TRUE(std::equal(rest.begin(), rest.end(), whole.begin() + 3 * group_size<TypeParam>));
  };
  expect_same(TruncatedNormalEntry{});
  expect_same(RademacherEntry{});
  expect_same(StudentEntry{3.0});
}

}  // namespace
}  // namespace initlab
