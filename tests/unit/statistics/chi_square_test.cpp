#include "statistics/chi_square.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "core/error.hpp"
#include "statistics/kolmogorov.hpp"
#include "unit/statistics/uniforms.hpp"

namespace initlab {
namespace {

using Counts = std::vector<std::uint64_t>;
using Probabilities = std::vector<double>;

TEST(ChiSquare, p_values_have_their_closed_form_and_the_tabulated_value) {
  for (const double x : {0.1, 2.0, 50.0}) EXPECT_NEAR(chi_square_p_value(x, 2.0) / std::exp(-0.5 * x), 1.0, 1e-13);
  EXPECT_NEAR(chi_square_p_value(3.841458820694124, 1.0), 0.05, 1e-14);
  EXPECT_EQ(chi_square_p_value(0.0, 3.0), 1.0);
}

TEST(ChiSquare, a_die_by_hand) {
  // 60 throws, ten a side expected: (25 + 4 + 1 + 1 + 0 + 49) / 10 = 8
  const ChiSquareTest test = chi_square_test(Counts{5, 8, 9, 11, 10, 17}, Probabilities(6, 1.0 / 6.0));
  EXPECT_NEAR(test.statistic, 8.0, 1e-12);
  EXPECT_EQ(test.degrees_of_freedom, 5u);
}

TEST(ChiSquare, refuses_what_are_no_cells) {
  EXPECT_THROW(chi_square_test(Counts{5}, Probabilities{1.0}), DomainError);
  EXPECT_THROW(chi_square_test(Counts{5, 5}, Probabilities{1.0}), DomainError);
  EXPECT_THROW(chi_square_test(Counts{0, 0}, Probabilities{0.5, 0.5}), DomainError);
  EXPECT_THROW(chi_square_test(Counts{5, 5}, Probabilities{1.0, 0.0}), DomainError);
  EXPECT_THROW(chi_square_test(Counts{5, 5}, Probabilities{0.5, 0.4}), DomainError);
}

// 1000 samples of 2000 throws: p-values uniform at the level 1e-6; the twin's side has 0.115 instead of 0.1.
TEST(ChiSquare, p_values_are_uniform_when_the_cells_are_right) {
  const auto p_values_for = [](double first_cell) {
    std::vector<double> p_values;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
      Uniforms uniforms(seed);
      Counts counts(10, 0);
      for (int i = 0; i < 2000; ++i) {
        const double u = uniforms.next();
        ++counts[u < first_cell ? 0 : 1 + static_cast<std::size_t>(9.0 * (u - first_cell) / (1.0 - first_cell))];
      }
      p_values.push_back(chi_square_test(counts, Probabilities(10, 0.1)).p_value);
    }
    return p_values;
  };
  const auto identity = [](double x) { return x; };
  EXPECT_GT(kolmogorov_test(p_values_for(0.1), identity).p_value, 1e-6);
  EXPECT_LT(kolmogorov_test(p_values_for(0.115), identity).p_value, 1e-6);
}

}  // namespace
}  // namespace initlab
