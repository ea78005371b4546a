// The law of independent entries. About 90 comparisons with five standard errors or their p-value, 5.7e-7 each: 5e-5
// for the family, for one choice of seeds; the seeds are fixed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "support/kolmogorov.hpp"
#include "unit/linear/test_matrix.hpp"
#include "unit/random/z_scores.hpp"

namespace initlab {
namespace {

using testing::five_sigma;
using testing::five_sigma_p_value;
using testing::TestMatrix;

constexpr std::uint32_t side = 112;    // seven panels; a tile and an incomplete one
constexpr std::uint32_t trials = 168;  // 2.1 million entries
constexpr double scale = 0.125;        // a power of two: dividing by it is exact

template <class Real>
class EntryLaw : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(EntryLaw, Reals);

/// The entries of many trials over `scale`, times 1 + excess: a broken twin has too much standard deviation.
template <class Real>
std::vector<Real> many_entries(const Law& law, double excess = 0.0) {
  std::vector<Real> all;
  TestMatrix<Real> w(law, {side, side});
  for (std::uint32_t trial = 0; trial < trials; ++trial)
    for (const Real entry : w.draw(StreamFamily(6, "weights", 0).at(trial, 1)).columns())
      all.push_back(static_cast<Real>(entry / scale * (1.0 + excess)));
  return all;
}

template <class Real>
std::vector<Real> onto_unit_interval(std::vector<Real> x) {
  for (Real& value : x) value = (value + Real(1)) / Real(2);
  return x;
}

TYPED_TEST(EntryLaw, gaussian_entries_have_mean_0_standard_deviation_scale_and_kurtosis_3) {
  EXPECT_LT(testing::worst_normal_moment_z<TypeParam>(many_entries<TypeParam>(gaussian(scale))), five_sigma);
  // 1 % too much standard deviation: 20 standard errors of the variance.
  EXPECT_GT(testing::worst_normal_moment_z<TypeParam>(many_entries<TypeParam>(gaussian(scale), 0.01)), five_sigma);
}

TYPED_TEST(EntryLaw, uniform_entries_have_variance_a_third_of_their_squared_bound) {
  EXPECT_LT(testing::worst_uniform_moment_z<TypeParam>(onto_unit_interval(many_entries<TypeParam>(uniform(scale)))),
            five_sigma);
  // 1 % too much standard deviation: 30 standard errors of the variance.
  EXPECT_GT(
      testing::worst_uniform_moment_z<TypeParam>(onto_unit_interval(many_entries<TypeParam>(uniform(scale), 0.01))),
      five_sigma);
}

TYPED_TEST(EntryLaw, gaussian_entries_pass_kolmogorov_smirnov) {
  const auto cdf = [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); };
  EXPECT_GT(testing::kolmogorov_smirnov_p_value(many_entries<TypeParam>(gaussian(scale)), cdf), five_sigma_p_value);
  // 1 % too much standard deviation moves the distribution function by 0.0024, lambda = 3.5.
  EXPECT_LT(testing::kolmogorov_smirnov_p_value(many_entries<TypeParam>(gaussian(scale), 0.01), cdf),
            five_sigma_p_value);
}

TYPED_TEST(EntryLaw, uniform_entries_pass_kolmogorov_smirnov) {
  const auto cdf = [](double x) { return std::clamp(0.5 * (x + 1.0), 0.0, 1.0); };
  EXPECT_GT(testing::kolmogorov_smirnov_p_value(many_entries<TypeParam>(uniform(scale)), cdf), five_sigma_p_value);
  // 1 % off both ends moves it by 0.005, lambda = 7.
  EXPECT_LT(testing::kolmogorov_smirnov_p_value(many_entries<TypeParam>(uniform(scale), 0.01), cdf),
            five_sigma_p_value);
}

TYPED_TEST(EntryLaw, truncated_normal_entries_have_the_moments_that_theory_reads) {
  // E y^2 = 1, kurtosis 3 - 0.6344632828703505; E y^6 and E y^8 by m_2k = (2k - 1) m_(2k-2) - 2 2^(2k-1) p(2) / P, p /
  // P = 0.0539909665/0.9544997361, over powers of m_2 = 0.7737413036.
  constexpr double m4 = 2.3655367171296495, m6 = 7.47119330061092, m8 = 27.1895911654765;
  const auto worst_z = [](double excess) {
    const auto y = many_entries<TypeParam>(truncated_normal(scale), excess);
    const std::span<const TypeParam> numbers = y;
    return std::max({std::abs(testing::z_of_mean(
                         numbers, [](double v) { return v; }, 0.0, 1.0)),
                     std::abs(testing::z_of_mean(
                         numbers, [](double v) { return v * v; }, 1.0, m4 - 1.0)),
                     std::abs(testing::z_of_mean(
                         numbers, [](double v) { return v * v * v; }, 0.0, m6)),
                     std::abs(testing::z_of_mean(
                         numbers, [](double v) { return v * v * v * v; }, m4, m8 - m4 * m4))});
  };
  EXPECT_LT(worst_z(0.0), five_sigma);
  // 1 % too much standard deviation: 25 standard errors of the variance.
  EXPECT_GT(worst_z(0.01), five_sigma);
  // Broken twin: the standard deviation of the uncut law.
  EXPECT_GT(worst_z(std_after_cut_at_two_sigma - 1.0), five_sigma);
}

TYPED_TEST(EntryLaw, truncated_normal_entries_pass_kolmogorov_smirnov) {
  const auto cdf = [](double x) {
    const double uncut = x * std_after_cut_at_two_sigma;
    return std::clamp(0.5 + 0.5 * std::erf(uncut / std::sqrt(2.0)) / std::erf(std::sqrt(2.0)), 0.0, 1.0);
  };
  EXPECT_GT(testing::kolmogorov_smirnov_p_value(many_entries<TypeParam>(truncated_normal(scale)), cdf),
            five_sigma_p_value);
  EXPECT_LT(testing::kolmogorov_smirnov_p_value(many_entries<TypeParam>(truncated_normal(scale), 0.01), cdf),
            five_sigma_p_value);
}

TYPED_TEST(EntryLaw, rademacher_entries_are_fair_signs) {
  const auto signs = many_entries<TypeParam>(rademacher(scale));
  for (const TypeParam sign : signs) ASSERT_EQ(std::abs(sign), 1);
  const auto z_of = [](const std::vector<TypeParam>& x) {
    return std::abs(testing::z_of_mean(
        std::span<const TypeParam>(x), [](double v) { return v; }, 0.0, 1.0));
  };
  EXPECT_LT(z_of(signs), five_sigma);
  // Broken twin: one in two hundred turned up. 7 standard errors.
  auto turned = signs;
  for (std::size_t i = 0; i < turned.size(); i += 200) turned[i] = 1;
  EXPECT_GT(z_of(turned), five_sigma);
}

// Student's distribution functions that are elementary (Abramowitz & Stegun, 26.7.3 and 26.7.4).
double student_cdf_1(double x) { return 0.5 + std::atan(x) / std::numbers::pi; }
double student_cdf_3(double x) {
  const double y = x / std::numbers::sqrt3;
  return 0.5 + (y / (1.0 + y * y) + std::atan(y)) / std::numbers::pi;
}
double student_cdf_4(double x) {
  const double sine = x / std::sqrt(4.0 + x * x);
  return 0.5 + sine * (3.0 - sine * sine) / 4.0;
}

TYPED_TEST(EntryLaw, student_entries_pass_kolmogorov_smirnov) {
  const auto p_value = [](double nu, double (*cdf)(double), double excess = 0.0) {
    return testing::kolmogorov_smirnov_p_value(many_entries<TypeParam>(student_t(scale, nu), excess), cdf);
  };
  EXPECT_GT(p_value(1.0, student_cdf_1), five_sigma_p_value);
  EXPECT_GT(p_value(3.0, student_cdf_3), five_sigma_p_value);
  EXPECT_GT(p_value(4.0, student_cdf_4), five_sigma_p_value);
  // Twice a per cent too wide: the distribution function moves by 0.004, lambda = 6. A tenth more nu: by 0.003.
  EXPECT_LT(p_value(3.0, student_cdf_3, 0.02), five_sigma_p_value);
  EXPECT_LT(p_value(3.3, student_cdf_3), five_sigma_p_value);
}

TYPED_TEST(EntryLaw, student_entries_have_the_tails_of_their_law) {
  // Beyond |t| = 30: 171 of 2.1 million with nu = 3, a Poisson count.
  const auto beyond = [](const std::vector<TypeParam>& x) {
    return static_cast<double>(std::count_if(x.begin(), x.end(), [](TypeParam t) { return std::abs(t) > 30; }));
  };
  const auto entries = many_entries<TypeParam>(student_t(scale, 3.0));
  const double expected = 2.0 * student_cdf_3(-30.0) * static_cast<double>(entries.size());
  EXPECT_NEAR(beyond(entries), expected, 5.0 * std::sqrt(expected));
  // Broken twin: nu = 4 has a tenth of them.
  EXPECT_LT(beyond(many_entries<TypeParam>(student_t(scale, 4.0))), expected - 5.0 * std::sqrt(expected));
}

/// The largest correlation of an entry with another one, `rows` below and `columns` to the right in the same matrix:
/// those at the seams of panels, groups and tiles.
template <class Real>
double worst_neighbour_z(const std::vector<Real>& entries) {
  double worst = 0;
  for (const auto& [rows, columns] :
       {std::pair{1u, 0u}, {0u, 1u}, {1u, 1u}, {16u, 0u}, {0u, 2u}, {0u, 4u}, {64u, 0u}, {0u, 64u}}) {
    std::vector<Real> here, there;
    for (std::uint32_t trial = 0; trial < trials; ++trial)
      for (std::uint32_t j = 0; j + columns < side; ++j)
        for (std::uint32_t i = 0; i + rows < side; ++i) {
          here.push_back(entries[(trial * side + j) * side + i]);
          there.push_back(entries[(trial * side + j + columns) * side + i + rows]);
        }
    worst = std::max(worst, testing::worst_correlation_z<Real>(here, there));
  }
  return worst;
}

TYPED_TEST(EntryLaw, entries_of_one_matrix_are_uncorrelated) {
  auto entries = many_entries<TypeParam>(gaussian(scale));
  EXPECT_LT(worst_neighbour_z(entries), five_sigma);
  // Broken twin: in every hundredth matrix each row is the one before.
  for (std::uint32_t trial = 0; trial < trials; trial += 100)
    for (std::uint32_t j = 0; j < side; ++j)
      for (std::uint32_t i = 1; i < side; ++i)
        entries[(trial * side + j) * side + i] = entries[(trial * side + j) * side];
  EXPECT_GT(worst_neighbour_z(entries), five_sigma);
}

TYPED_TEST(EntryLaw, matrices_of_neighbouring_trials_and_layers_are_uncorrelated) {
  const StreamFamily family(6, "weights", 1);
  std::vector<TypeParam> here, next_trial, next_layer;
  TestMatrix<TypeParam> column(gaussian(1.0), {5000, 1});
  const std::vector<TypeParam> one{TypeParam(1)};
  for (std::uint32_t trial = 0; trial < 400; trial += 2) {
    const auto append = [&](std::vector<TypeParam>& to, const Stream& stream) {
      const auto numbers = column.draw(stream).forward(one);
      to.insert(to.end(), numbers.begin(), numbers.end());
    };
    append(here, family.at(trial, 1));
    append(next_trial, family.at(trial + 1, 1));
    append(next_layer, family.at(trial, 2));
  }
  EXPECT_LT(testing::worst_correlation_z<TypeParam>(here, next_trial), five_sigma);
  EXPECT_LT(testing::worst_correlation_z<TypeParam>(here, next_layer), five_sigma);
  // Broken twin: a matrix that ignores its layer.
  EXPECT_GT(testing::worst_correlation_z<TypeParam>(here, here), five_sigma);
}

}  // namespace
}  // namespace initlab
