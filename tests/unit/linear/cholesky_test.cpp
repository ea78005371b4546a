#include "linear/cholesky.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "unit/linear/test_matrix.hpp"

namespace initlab {
namespace {

constexpr std::size_t sizes[] = {1, 2, 3, 4, 5, 7, 8, 20, 100};
constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// The Gram matrix of `size` normal vectors with two entries more than there are of them: row-major, both triangles.
/// Its condition is some ten thousand at most for the streams used here.
std::vector<double> random_gram(std::uint32_t trial, std::size_t size) {
  const std::size_t units = size + 2;
  const auto x = testing::normal_vectors<double>(StreamFamily(22, "vectors", 0).at(trial), size * units);
  std::vector<double> gram(size * size, 0.0);
  for (std::size_t a = 0; a < size; ++a)
    for (std::size_t b = 0; b < size; ++b)
      for (std::size_t i = 0; i < units; ++i) gram[a * size + b] += x[a * units + i] * x[b * units + i];
  return gram;
}
std::vector<double> root_of(std::vector<double> gram, std::size_t size) {
  EXPECT_EQ(cholesky(gram, size, 0.0), size);
  return gram;
}
double largest(const std::vector<double>& x) {
  double most = 0;
  for (const double number : x) most = std::max(most, std::abs(number));
  return most;
}

TEST(Cholesky, gives_an_upper_triangle_whose_square_is_the_gram_matrix) {
  for (const std::size_t size : sizes) {
    const auto gram = random_gram(1, size), r = root_of(gram, size);
    for (std::size_t a = 0; a < size; ++a)
      for (std::size_t b = 0; b < size; ++b) {
        long double product = 0;
        for (std::size_t k = 0; k < size; ++k) product += static_cast<long double>(r[k * size + a]) * r[k * size + b];
        // Backward stable without conditions (Higham 2002, theorem 10.3): entries of R^T R are off by (size + 1) u of
        // the lengths.
        EXPECT_NEAR(double(product), gram[a * size + b],
                    double(size + 1) * epsilon * std::sqrt(gram[a * size + a] * gram[b * size + b]));
        if (b < a) {
          EXPECT_EQ(r[a * size + b], 0.0);
        }
      }
  }
}

TEST(Cholesky, reads_the_upper_triangle_only) {
  auto gram = random_gram(2, 7);
  const auto expected = root_of(gram, 7);
  for (std::size_t a = 0; a < 7; ++a) std::fill_n(gram.begin() + std::ptrdiff_t(a * 7), a, std::nan(""));
  EXPECT_EQ(root_of(gram, 7), expected);
}

TEST(Cholesky, stops_at_the_first_column_with_less_than_the_least_share_of_its_own) {
  // Columns of length 1: e1, e2, then (cos, 0, sin) with sin^2 on either side of the share.
  for (const double share : {1e-4, 0.25}) {
    const auto number_for = [&](double new_share) {
      const double c = std::sqrt(1.0 - new_share);
      std::vector<double> gram{1, 0, c, 0, 1, 0, c, 0, 1};
      return cholesky(gram, 3, share);
    };
    EXPECT_EQ(number_for(share * 0.999), 2u);
    EXPECT_EQ(number_for(share * 1.001), 3u);
  }
}

TEST(Cholesky, stops_at_equal_columns_zeros_and_numbers_that_are_none) {
  const double nan = std::nan(""), infinite = std::numeric_limits<double>::infinity();
  for (const double share : {0.0, 1e-4}) {
    std::vector<double> equal{4, 4, 4, 4}, zero{0.0}, second_zero{1, 0, 0, 0}, lost{nan}, second_lost{1, nan, 0, nan};
    EXPECT_EQ(cholesky(equal, 2, share), 1u);
    EXPECT_EQ(cholesky(zero, 1, share), 0u);
    EXPECT_EQ(cholesky(second_zero, 2, share), 1u);
    EXPECT_EQ(cholesky(lost, 1, share), 0u);
    EXPECT_EQ(cholesky(second_lost, 2, share), 1u);
  }
  std::vector<double> too_long{infinite};
  EXPECT_EQ(cholesky(too_long, 1, 1e-4), 0u);
}

TEST(NormalEquations, are_solved) {
  for (const std::size_t size : sizes)
    for (const std::size_t count : {1, 2, 5}) {
      const auto gram = random_gram(3, size), r = root_of(gram, size);
      const auto right = testing::normal_vectors<double>(StreamFamily(22, "right", 0).at(0), size * count);
      auto x = right;
      solve_normal_equations(r, size, x, count);
      // Residual: (3 size + 1) u |R|^T |R| |x| (Higham 2002, theorem 10.4); |R|^T |R| is at most size * largest(G).
      const double tolerance = double(3 * size + 1) * epsilon * double(size * size) * largest(gram) * largest(x);
      for (std::size_t a = 0; a < size; ++a)
        for (std::size_t b = 0; b < count; ++b) {
          long double product = 0;
          for (std::size_t k = 0; k < size; ++k)
            product += static_cast<long double>(gram[a * size + k]) * x[k * count + b];
          EXPECT_NEAR(double(product), right[a * count + b], tolerance);
        }
      EXPECT_LT(tolerance, 1e-5);  // a bound that can be broken
    }
}

TEST(InverseOfATriangle, times_the_triangle_is_1) {
  for (const std::size_t size : sizes) {
    const auto r = root_of(random_gram(4, size), size);
    std::vector<double> inverse(size * size, std::nan(""));
    invert_upper(r, size, inverse);
    for (std::size_t a = 0; a < size; ++a)
      for (std::size_t b = 0; b < size; ++b) {
        long double product = 0, terms = 0;
        for (std::size_t k = 0; k < size; ++k) {
          product += static_cast<long double>(r[a * size + k]) * inverse[k * size + b];
          terms += std::abs(static_cast<long double>(r[a * size + k]) * inverse[k * size + b]);
        }
        EXPECT_NEAR(double(product), a == b ? 1.0 : 0.0, double(size + 2) * epsilon * double(terms)) << size;
        if (b < a) {
          EXPECT_EQ(inverse[a * size + b], 0.0);
        }
      }
  }
}

}  // namespace
}  // namespace initlab
