// Initializers that fill their matrices themselves: sparse, alpha_stable, dirac, hadamard, looks_linear, nguyen_widrow.
// Two statistical tests, at five standard errors or 5.7e-7 each, with fixed seeds.
#include <algorithm>
#include <numbers>
#include <random>
#include <span>
#include <vector>

#include "initializers/places.hpp"
#include "support/kolmogorov.hpp"

namespace initlab::test {
namespace {

/// A matrix, row-major.
struct Matrix {
  std::size_t rows, columns;
  std::vector<double> entries;
  double operator()(std::size_t i, std::size_t j) const { return entries[i * columns + j]; }
};

/// What a plugin fills with the numbers of a standard generator.
Matrix filled_matrix(const Initializer& initializer, const Layer& layer, unsigned seed = 1) {
  std::mt19937_64 generator(seed);
  const initlab_stream stream{sizeof(initlab_stream), 0, &generator,
                              [](void* self, double* out, std::size_t n) {
                                auto& bits = *static_cast<std::mt19937_64*>(self);
                                for (std::size_t i = 0; i < n; ++i) out[i] = (double(bits() >> 12) + 0.5) * 0x1p-52;
                              },
                              [](void* self, double* out, std::size_t n) {
                                std::normal_distribution<double> normal;
                                std::generate_n(out, n, [&] { return normal(*static_cast<std::mt19937_64*>(self)); });
                              }};
  EXPECT_EQ(initializer.weights(layer), filled());
  Matrix m{layer.fan_out, layer.fan_in, std::vector<double>(std::size_t{layer.fan_out} * layer.fan_in)};
  initializer.fill(layer, stream, m.entries);
  return m;
}

double row_product(const Matrix& m, std::size_t a, std::size_t b) {
  double sum = 0;
  for (std::size_t j = 0; j < m.columns; ++j) sum += m(a, j) * m(b, j);
  return sum;
}
double column_product(const Matrix& m, std::size_t a, std::size_t b) {
  double sum = 0;
  for (std::size_t i = 0; i < m.rows; ++i) sum += m(i, a) * m(i, b);
  return sum;
}

TEST(Sparse, gives_every_unit_that_many_inputs) {
  const Places tanh("tanh");
  const auto initializer = shipped_initializer("sparse", {{{"connections", 15.0}, {"std", 2.0}, {"bias", 0.5}}});
  const Matrix m = filled_matrix(*initializer, tanh.plain(1, 3, 400, 300));
  std::vector<std::size_t> uses(400);
  double squares = 0;
  for (std::size_t i = 0; i < m.rows; ++i) {
    std::size_t count = 0;
    for (std::size_t j = 0; j < m.columns; ++j)
      if (m(i, j) != 0.0) ++count, ++uses[j], squares += m(i, j) * m(i, j);
    ASSERT_EQ(count, 15u) << i;
  }
  // 4500 normals of variance 4; each input used by Binomial(300, 15/400) units: chi^2 of 400 cells, variance 2 * 399.
  EXPECT_NEAR(squares / 4500, 4.0, 5 * 4.0 * std::sqrt(2.0 / 4500));
  double chi_square = 0;
  for (const std::size_t n : uses) chi_square += (double(n) - 11.25) * (double(n) - 11.25) / (11.25 * (1 - 0.0375));
  EXPECT_NEAR(chi_square, 400, 5 * std::sqrt(2.0 * 400));
  EXPECT_EQ(initializer->biases(tanh.plain(1, 3, 400, 300)), constant(0.5));
}
TEST(Sparse, is_a_normal_law_where_a_unit_has_no_more_inputs_than_connections) {
  const auto initializer = shipped_initializer("sparse", {{{"std", 0.5}}});
  EXPECT_EQ(initializer->weights(Places("tanh").plain(1, 3, 15, 300)), gaussian(0.5));
  EXPECT_EQ(initializer->weights(Places("tanh").plain(1, 3, 16, 300)), filled());
}

double cauchy(double x) { return 0.5 + std::atan(x) / std::numbers::pi; }

TEST(AlphaStable, at_one_is_cauchys_law_and_at_two_the_normal_one) {
  const Places tanh("tanh");
  const Layer layer = tanh.plain(1, 3, 400, 500);
  const auto cauchys = shipped_initializer("alpha_stable", {{{"alpha", 1.0}, {"sigma_w", 2.0}}});
  std::vector<double> x = filled_matrix(*cauchys, layer).entries;
  for (double& entry : x) entry *= 400 / 2.0;
  EXPECT_GT(testing::kolmogorov_smirnov_p_value(x, cauchy), 5.7e-7);
  for (double& entry : x) entry *= 1.05;  // broken twin: the distribution function moves by 0.008, lambda = 3.5
  EXPECT_LT(testing::kolmogorov_smirnov_p_value(x, cauchy), 5.7e-7);
  const auto normal = shipped_initializer("alpha_stable", {{{"alpha", 2.0}, {"sigma_w", 2.0}}});
  EXPECT_NEAR(weight_sigma(*normal, layer), std::sqrt(8.0), rounding);
}
// E cos(t X) = exp(-|t|^alpha), whose estimate has variance (1 + exp(-|2t|^alpha)) / 2 - exp(-2 |t|^alpha).
TEST(AlphaStable, has_the_characteristic_function_of_the_stable_law) {
  const Layer layer = Places("tanh").plain(1, 3, 400, 500);
  for (const double alpha : {0.5, 0.8, 1.3, 1.8}) {
    const auto initializer = shipped_initializer("alpha_stable", {{{"alpha", alpha}}});
    const std::vector<double> x = filled_matrix(*initializer, layer).entries;
    const double scale = std::pow(400.0, 1 / alpha);
    const auto z = [&](double t, double assumed_alpha) {
      double sum = 0;
      for (const double entry : x) sum += std::cos(t * scale * entry);
      const double expected = std::exp(-std::pow(t, assumed_alpha));
      const double variance = 0.5 + 0.5 * std::exp(-std::pow(2 * t, assumed_alpha)) - expected * expected;
      return std::abs(sum / double(x.size()) - expected) / std::sqrt(variance / double(x.size()));
    };
    for (const double t : {0.3, 1.0, 3.0}) EXPECT_LT(z(t, alpha), 5) << alpha << ", " << t;
    EXPECT_GT(z(0.3, 1.05 * alpha), 5) << alpha;  // broken twin
  }
}

TEST(Dirac, is_the_identity_in_every_shape) {
  const auto initializer = shipped_initializer("dirac", {{{"gain", -1.5}}});
  for (const auto& [fan_in, fan_out] : {std::pair{5u, 5u}, {7u, 3u}, {3u, 7u}}) {
    const Matrix m = filled_matrix(*initializer, Places("relu").plain(1, 3, fan_in, fan_out));
    for (std::size_t i = 0; i < m.rows; ++i)
      for (std::size_t j = 0; j < m.columns; ++j) EXPECT_EQ(m(i, j), i == j ? -1.5 : 0.0);
  }
}

TEST(Hadamard, is_the_identity_where_a_layer_does_not_widen) {
  const auto initializer = shipped_initializer("hadamard");
  for (const auto& [fan_in, fan_out] : {std::pair{5u, 5u}, {7u, 3u}}) {
    const Matrix m = filled_matrix(*initializer, Places("relu").plain(1, 3, fan_in, fan_out));
    for (std::size_t i = 0; i < m.rows; ++i)
      for (std::size_t j = 0; j < m.columns; ++j) EXPECT_EQ(m(i, j), i == j ? 1.0 : 0.0);
  }
}
/// Sylvester's recursion, H_2n = [H_n H_n; H_n -H_n].
double sylvester(std::size_t n, std::size_t i, std::size_t j) {
  if (n == 1) return 1.0;
  const double sign = i >= n / 2 && j >= n / 2 ? -1.0 : 1.0;
  return sign * sylvester(n / 2, i % (n / 2), j % (n / 2));
}
TEST(Hadamard, is_a_corner_of_sylvesters_matrix_where_a_layer_widens) {
  const Matrix m = filled_matrix(*shipped_initializer("hadamard"), Places("relu").plain(1, 3, 5, 13));
  for (std::size_t i = 0; i < 13; ++i)
    for (std::size_t j = 0; j < 5; ++j) EXPECT_EQ(m(i, j), sylvester(16, i, j) / 4);
}
TEST(Hadamard, has_orthonormal_columns_where_the_wider_side_is_a_power_of_two) {
  const Matrix m = filled_matrix(*shipped_initializer("hadamard"), Places("relu").plain(1, 3, 40, 64));
  for (std::size_t a = 0; a < 40; ++a)
    for (std::size_t b = 0; b < 40; ++b) EXPECT_EQ(column_product(m, a, b), a == b ? 1.0 : 0.0);
}

TEST(NguyenWidrow, has_rows_of_length_beta_and_biases_as_large) {
  const auto initializer = shipped_initializer("nguyen_widrow");
  for (const auto& [fan_in, fan_out] : {std::pair{1u, 10u}, {3u, 50u}, {20u, 5u}}) {
    const Layer layer = Places("tanh").plain(1, 2, fan_in, fan_out);
    const double beta = 0.7 * std::pow(double(fan_out), 1.0 / fan_in);
    const Matrix m = filled_matrix(*initializer, layer);
    for (std::size_t i = 0; i < m.rows; ++i) EXPECT_NEAR(std::sqrt(row_product(m, i, i)), beta, 1e-14 * beta);
    EXPECT_EQ(initializer->biases(layer).family, Law::Family::uniform);
    EXPECT_NEAR(initializer->biases(layer).scale, beta, 1e-15 * beta);
  }
}

std::vector<double> times(const Matrix& m, const std::vector<double>& x) {
  std::vector<double> y(m.rows);
  for (std::size_t i = 0; i < m.rows; ++i)
    for (std::size_t j = 0; j < m.columns; ++j) y[i] += m(i, j) * x[j];
  return y;
}
void apply_relu(std::vector<double>& h) {
  for (double& value : h) value = std::max(value, 0.0);
}

// Balduzzi et al. 2017: with ReLUs the network is a linear one, and V orthogonal: lengths are kept.
TEST(LooksLinear, makes_a_relu_network_linear_and_orthogonal) {
  const auto initializer = shipped_initializer("looks_linear");
  const Places relu("relu");
  const auto output = [&](std::vector<double> x) {
    for (std::uint32_t l = 1; l <= 4; ++l) {
      x = times(filled_matrix(*initializer, relu.plain(l, 4, l == 1 ? 12 : 24, 24), l), x);
      apply_relu(x);
    }
    return times(filled_matrix(*initializer, relu.readout(24, 12), 9), x);
  };
  std::vector<double> x(12), y(12), sum(12);
  for (std::size_t i = 0; i < 12; ++i)
    x[i] = std::sin(1.0 + double(i)), y[i] = std::cos(double(i * i)), sum[i] = x[i] - 3 * y[i];
  const std::vector<double> of_x = output(x), of_y = output(y), of_sum = output(sum);
  double before = 0, after = 0;
  for (std::size_t i = 0; i < 12; ++i) {
    EXPECT_NEAR(of_sum[i], of_x[i] - 3 * of_y[i], 1e-13);
    before += x[i] * x[i];
    after += of_x[i] * of_x[i];
  }
  EXPECT_NEAR(after, before, 1e-13);
}
TEST(LooksLinear, has_mirrored_blocks_of_an_orthonormal_half_in_every_shape) {
  const auto initializer = shipped_initializer("looks_linear", {{{"gain", 2.0}}});
  for (const auto& [fan_in, fan_out] : {std::pair{20u, 20u}, {40u, 12u}, {12u, 40u}}) {
    const Matrix m = filled_matrix(*initializer, Places("relu").plain(2, 3, fan_in, fan_out));
    const std::size_t rows = fan_out / 2, columns = fan_in / 2;
    Matrix half{rows, columns, {}};
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < columns; ++j) {
        half.entries.push_back(m(i, j));
        EXPECT_EQ(m(i, j + columns), -m(i, j));
        EXPECT_EQ(m(i + rows, j), -m(i, j));
        EXPECT_EQ(m(i + rows, j + columns), m(i, j));
      }
    for (std::size_t a = 0; a < std::min(rows, columns); ++a)
      for (std::size_t b = 0; b < std::min(rows, columns); ++b)
        EXPECT_NEAR(rows <= columns ? row_product(half, a, b) : column_product(half, a, b), a == b ? 4.0 : 0.0, 1e-14);
  }
}
TEST(LooksLinear, refuses_odd_widths_and_residual_networks) {
  const auto initializer = shipped_initializer("looks_linear");
  const Places relu("relu");
  EXPECT_NO_THROW(initializer->weights(relu.plain(1, 3, 7, 10)));
  EXPECT_NE(sentence_of([&] { initializer->weights(relu.plain(1, 3, 7, 9)); }).find("an odd width"), std::string::npos);
  EXPECT_NE(sentence_of([&] { initializer->weights(relu.plain(2, 3, 7, 10)); }).find("an odd width"),
            std::string::npos);
  EXPECT_NE(sentence_of([&] {
              initializer->weights(relu.branch({1, 3, 2}, 1, 8, 8));
            }).find("a residual network"),
            std::string::npos);
}

}  // namespace
}  // namespace initlab::test
