// The law of Haar matrices: exact moments, and the same distributions as an explicit decomposition by LAPACK.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "statistics/intervals.hpp"
#include "statistics/kolmogorov.hpp"
#include "unit/linear/test_matrix.hpp"
#ifdef INITLAB_HAVE_LAPACK
#include "unit/linear/lapack_haar.hpp"
#endif

namespace initlab {
namespace {

using testing::Shape;
using testing::TestMatrix;

const StreamFamily family(8, "weights", 0);

/// A matrix by columns, and what is read off it.
using Matrix = std::vector<double>;
struct Statistic {
  const char* name;
  std::function<double(const Matrix&, Shape)> of;
};

/// Mean of f over `matrices` in standard errors from `expected`, the error estimated from the same numbers.
double z_of_mean(const std::vector<Matrix>& matrices, double expected, const std::function<double(const Matrix&)>& f) {
  double sum = 0, squares = 0;
  for (const Matrix& q : matrices) {
    const double offset = f(q) - expected;
    sum += offset;
    squares += offset * offset;
  }
  const double n = double(matrices.size());
  return std::abs(sum) / std::sqrt(squares - sum * sum / n);
}

template <class Real>
std::vector<Matrix> many_haar(Shape shape, std::uint32_t trials, std::uint32_t layer) {
  std::vector<Matrix> all;
  TestMatrix<Real> w(orthogonal(1.0), shape);
  for (std::uint32_t trial = 0; trial < trials; ++trial) {
    const auto q = w.draw(family.at(trial, layer)).columns();
    all.emplace_back(q.begin(), q.end());
  }
  return all;
}

/// The largest |z| of the exact moments of a square Haar matrix (Collins & Sniady 2006, the Weingarten function of O(n)
/// for up to four factors), for entries at the first, the last and other places:
///   E q = 0   E q^2 = 1/n   E q^4 = 3/(n(n+2))   E q_ij^2 q_ik^2 = 1/(n(n+2))
///   E q_ij^2 q_kl^2 = (n+1)/((n-1)n(n+2))   E q_ij q_il q_kj q_kl = -1/((n-1)n(n+2))   for i != k, j != l
double worst_square_moment_z(const std::vector<Matrix>& matrices, std::size_t size) {
  const double n = double(size), base = n * (n + 2);
  double worst = 0;
  const auto check = [&](double expected, const std::function<double(const Matrix&)>& f) {
    worst = std::max(worst, z_of_mean(matrices, expected, f));
  };
  const std::size_t last = size - 1;
  for (const auto& [i, j] : {std::pair<std::size_t, std::size_t>{0, 0}, {0, last}, {last, 0}, {last, last}, {1, 2}}) {
    const std::size_t k = (i + 1) % size, l = (j + 1) % size;
    const std::size_t ij = j * size + i, il = l * size + i, kj = j * size + k, kl = l * size + k;
    check(0.0, [=](const Matrix& q) { return q[ij]; });
    check(1.0 / n, [=](const Matrix& q) { return q[ij] * q[ij]; });
    check(3.0 / base, [=](const Matrix& q) { return std::pow(q[ij], 4); });
    check(1.0 / base, [=](const Matrix& q) { return q[ij] * q[ij] * q[il] * q[il]; });
    check(1.0 / base, [=](const Matrix& q) { return q[ij] * q[ij] * q[kj] * q[kj]; });
    check((n + 1) / ((n - 1) * base), [=](const Matrix& q) { return q[ij] * q[ij] * q[kl] * q[kl]; });
    check(-1.0 / ((n - 1) * base), [=](const Matrix& q) { return q[ij] * q[il] * q[kj] * q[kl]; });
    check(0.0, [=](const Matrix& q) { return q[ij] * q[kl]; });
  }
  return worst;
}

// 40 comparisons with five standard errors for each of four cases: 9e-5 for the family; the seeds are fixed.
TEST(HaarLaw, square_matrices_have_the_exact_moments_up_to_four_factors) {
  for (const std::uint32_t n : {3u, 7u}) {
    EXPECT_LT(worst_square_moment_z(many_haar<double>({n, n}, 20000, 1), n), 5.0) << n;
    EXPECT_LT(worst_square_moment_z(many_haar<float>({n, n}, 20000, 1), n), 5.0) << n;
  }
}

TEST(HaarLaw, a_last_sign_that_is_not_drawn_is_rejected_by_the_moments) {
  // Broken twin: still orthogonal, but the last column's sign follows from its last entry.
  auto matrices = many_haar<double>({3, 3}, 20000, 1);
  for (Matrix& q : matrices)
    for (const std::size_t i : {6, 7, 8}) q[i] = q[8] < 0 ? -q[i] : q[i];
  EXPECT_GT(worst_square_moment_z(matrices, 3), 5.0);
}

TEST(HaarLaw, rectangular_entries_have_variance_one_over_the_longer_side) {
  for (const Shape shape : {Shape{9, 4}, Shape{4, 9}, Shape{20, 1}, Shape{1, 20}}) {
    const double m = std::max(shape.rows, shape.columns);
    const auto matrices = many_haar<double>(shape, 20000, 2);
    for (std::size_t place = 0; place < matrices[0].size(); ++place) {  // 112 comparisons: 6e-5
      const auto entry = [=](const Matrix& q) { return q[place]; };
      EXPECT_LT(z_of_mean(matrices, 0.0, entry), 5.0) << shape;
      EXPECT_LT(z_of_mean(matrices, 1.0 / m, [&](const Matrix& q) { return entry(q) * entry(q); }), 5.0) << shape;
    }
  }
}

#ifdef INITLAB_HAVE_LAPACK

/// <d, Q x> with fixed x and d.
double bilinear(const Matrix& q, Shape shape) {
  double sum = 0;
  for (std::size_t j = 0; j < shape.columns; ++j)
    for (std::size_t i = 0; i < shape.rows; ++i)
      sum += std::cos(double(i)) * std::sin(1.0 + double(j)) * q[j * shape.rows + i];
  return sum;
}
double trace_of_power(const Matrix& q, Shape shape, int power) {
  const std::size_t rows = shape.rows, n = shape.columns;
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (power == 1) sum += q[i * rows + i];
    for (std::size_t j = 0; power == 2 && j < n; ++j) sum += q[j * rows + i] * q[i * rows + j];
  }
  return sum;
}

const Statistic statistics[] = {
    {"first entry", [](const Matrix& q, Shape) { return q.front(); }},
    {"last entry", [](const Matrix& q, Shape) { return q.back(); }},
    {"entry off the diagonal", [](const Matrix& q, Shape s) { return q[s.rows]; }},
    {"trace", [](const Matrix& q, Shape s) { return trace_of_power(q, s, 1); }},
    {"trace of the upper square", [](const Matrix& q, Shape s) { return trace_of_power(q, s, 2); }},
    {"<d, Q x>", bilinear},
    {"q_00 q_11", [](const Matrix& q, Shape s) { return q[0] * q[s.rows + 1]; }},
    {"q_00 q_11 - q_01 q_10", [](const Matrix& q, Shape s) { return q[0] * q[s.rows + 1] - q[1] * q[s.rows]; }},
};
constexpr Shape tall_shapes[] = {{6, 6}, {9, 4}};
constexpr std::uint32_t trials = 5000;
const double level =
    sidak_level(1e-4, std::size(statistics) * std::size(tall_shapes) * 2);  // family: 1e-4; fixed seeds

std::vector<double> values(const std::vector<Matrix>& matrices, const Statistic& statistic, Shape shape) {
  std::vector<double> out;
  for (const Matrix& q : matrices) out.push_back(statistic.of(q, shape));
  return out;
}

std::vector<Matrix> many_lapack(Shape shape, testing::Signs signs) {
  std::vector<Matrix> all;
  for (std::uint32_t trial = 0; trial < trials; ++trial)
    all.push_back(testing::lapack_haar(StreamFamily(8, "lapack", 0).at(trial), shape, signs));
  return all;
}

/// Columns and rows exchanged.
std::vector<Matrix> transposed(const std::vector<Matrix>& matrices, Shape shape) {
  auto all = matrices;
  for (std::size_t t = 0; t < all.size(); ++t)
    for (std::size_t i = 0; i < shape.rows; ++i)
      for (std::size_t j = 0; j < shape.columns; ++j) all[t][i * shape.columns + j] = matrices[t][j * shape.rows + i];
  return all;
}

TEST(HaarLaw, is_that_of_the_sign_corrected_qr_decomposition_of_a_gaussian_matrix) {
  for (const Shape shape : tall_shapes) {
    const auto reference = many_lapack(shape, testing::Signs::corrected);
    const auto tall = many_haar<double>(shape, trials, 3);
    const Shape wide_shape{shape.columns, shape.rows};
    const auto wide = transposed(many_haar<double>(wide_shape, trials, 4), wide_shape);
    for (const Statistic& statistic : statistics) {
      const auto expected = values(reference, statistic, shape);
      EXPECT_GT(kolmogorov_test(values(tall, statistic, shape), expected).p_value, level)
          << shape << ' ' << statistic.name;
      EXPECT_GT(kolmogorov_test(values(wide, statistic, shape), expected).p_value, level)
          << wide_shape << ' ' << statistic.name;
    }
  }
}

TEST(HaarLaw, is_not_that_of_the_decomposition_without_signs) {
  for (const Shape shape : tall_shapes) {
    const auto reference = many_lapack(shape, testing::Signs::as_computed);
    const auto ours = many_haar<double>(shape, trials, 3);
    for (const char* const name : {"first entry", "trace", "<d, Q x>"}) {
      const auto& statistic = *std::find_if(std::begin(statistics), std::end(statistics),
                                            [&](const Statistic& s) { return s.name == std::string(name); });
      EXPECT_LT(kolmogorov_test(values(ours, statistic, shape), values(reference, statistic, shape)).p_value, level)
          << shape << ' ' << name;
    }
  }
}

#endif

}  // namespace
}  // namespace initlab
