#include "theory/orthant_moment.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "unit/theory/reference_orthants.hpp"

namespace initlab {
namespace {

constexpr double pi = std::numbers::pi;

TEST(OrthantMoment, is_that_of_an_independent_quadrature) {
  for (const ReferenceOrthant& reference : reference_orthants) {
    SCOPED_TRACE(testing::Message() << "p = " << reference.p << ", 1 - c = " << reference.one_minus_c);
    EXPECT_LE(std::abs(orthant_moment(reference.p, reference.one_minus_c) / reference.moment - 1.0L), 1e-13L);
    if (reference.p > 0.0) {
      EXPECT_LE(std::abs(orthant_moment_deficit(reference.p, reference.one_minus_c) / reference.deficit - 1.0L),
                1e-13L);
    }
  }
}

// The orthant's probability: Sheppard's theorem.
TEST(OrthantMoment, of_degree_zero_is_an_angle) {
  for (const double gap : {1e-15, 0.3, 1.0, 1.4, 1.99}) {
    const double angle = 2.0 * std::asin(std::sqrt(0.5 * gap));
    EXPECT_NEAR(orthant_moment(0.0, gap), (pi - angle) / (2.0 * pi), 1e-15) << gap;
  }
}

// Independent: the square of E[z^p; z > 0].
TEST(OrthantMoment, of_independent_numbers_is_a_square) {
  for (const double p : {-0.9, -0.5, 0.25, 0.5, 1.7, 3.0})
    EXPECT_NEAR(orthant_moment(p, 1.0) / std::pow(half_line_moment(p), 2), 1.0, 2e-14) << p;
}

TEST(OrthantMoment, is_one_function_through_the_half_integers) {
  for (const double p : {-0.5, 0.5, 1.5})
    for (const double gap : {1e-12, 1e-3, 0.7}) {
      const double beside = 0.5 * (orthant_moment(p - 1e-7, gap) + orthant_moment(p + 1e-7, gap));
      // The mean of both sides differs by the second derivative in p times 1e-14 / 2; log(gap)^2 is its size.
      EXPECT_NEAR(orthant_moment(p, gap) / beside, 1.0, 2e-11) << p << " " << gap;
    }
}

TEST(OrthantMoment, changes_its_series_without_a_step) {
  for (const double p : {-0.5, 0.3, 0.5, 0.9})
    EXPECT_NEAR(orthant_moment(p, 1.0) / orthant_moment(p, std::nextafter(1.0, 2.0)), 1.0, 1e-14) << p;
}

TEST(OrthantMoment, of_opposite_numbers_keeps_its_digits) {
  // J_p(-c) ~ 2^(p-1)/sqrt(pi) Gamma(p+1)^2 / Gamma(p+3/2) (d/2)^(p+1/2) for small d
  const double d = 1e-20;
  const double p = 0.8;
  const double exact = std::exp2(p - 1.0) / std::sqrt(pi) * std::pow(std::tgamma(p + 1.0), 2) / std::tgamma(p + 1.5) *
                       std::pow(0.5 * d, p + 0.5);
  EXPECT_NEAR(opposite_orthant_moment(p, d) / exact, 1.0, 1e-14);
  EXPECT_NEAR(opposite_orthant_moment(p, 1.75) / orthant_moment(p, 0.25), 1.0, 1e-15);
}

TEST(OrthantMoment, at_equal_numbers_is_a_moment_or_infinite) {
  EXPECT_NEAR(orthant_moment(1.0, 0.0), 0.5, 1e-15);
  EXPECT_NEAR(orthant_moment(-0.25, 0.0), half_line_moment(-0.5), 1e-15);
  EXPECT_EQ(orthant_moment(-0.5, 0.0), std::numeric_limits<double>::infinity());
  EXPECT_EQ(orthant_moment(-0.7, 0.0), std::numeric_limits<double>::infinity());
  EXPECT_EQ(orthant_moment_deficit(0.4, 0.0), 0.0);
  EXPECT_EQ(orthant_moment(0.4, 2.0), 0.0);
}

}  // namespace
}  // namespace initlab
