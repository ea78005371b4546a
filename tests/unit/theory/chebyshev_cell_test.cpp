#include "theory/chebyshev_cell.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace initlab {
namespace {

TEST(ChebyshevCell, follows_an_analytic_function) {
  const auto f = [](double x) { return std::optional(std::vector{std::exp(x), 1.0 / (4.0 + x * x)}); };
  const auto cell = ChebyshevCell::of(f, -1.0, 2.0, 1e-12);
  ASSERT_TRUE(cell);
  for (const double x : {-1.0, -0.3, 0.5, 1.7, 2.0}) {
    EXPECT_NEAR(cell->at(x)[0], (*f(x))[0], 1e-11);
    EXPECT_NEAR(cell->at(x)[1], (*f(x))[1], 1e-11);
  }
}

TEST(ChebyshevCell, needs_few_nodes_where_little_changes) {
  const auto flat = [](double x) { return std::optional(std::vector{1.0 + 1e-9 * std::sin(x)}); };
  const auto steep = [](double x) { return std::optional(std::vector{std::exp(3.0 * x)}); };
  EXPECT_LT(ChebyshevCell::of(flat, 0.0, 1.0, 1e-12)->nodes(), ChebyshevCell::of(steep, 0.0, 1.0, 1e-12)->nodes());
}

TEST(ChebyshevCell, refuses_a_kink_and_a_hole) {
  const auto kink = [](double x) { return std::optional(std::vector{std::abs(x - 0.3)}); };
  EXPECT_FALSE(ChebyshevCell::of(kink, 0.0, 1.0, 1e-10));
  const auto hole = [](double x) { return x < 0.5 ? std::optional(std::vector{x}) : std::nullopt; };
  EXPECT_FALSE(ChebyshevCell::of(hole, 0.0, 1.0, 1e-10));
}

}  // namespace
}  // namespace initlab
