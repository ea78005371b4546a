#include "theory/residual_width.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include "core/error.hpp"
#include "unit/theory/activations.hpp"

namespace initlab {
namespace {

const ReferenceActivations& activations() {
  static const ReferenceActivations all;
  return all;
}

enum class Start { normal, sphere };

/// Random networks, drawn by what their matrices do: given x, the units of W x + b are independent and normal.
class Ensemble {
 public:
  Ensemble(const char* activation, std::vector<ResidualBlock> blocks, std::size_t n, Start start)
      : activation_(activations()[activation]), blocks_(std::move(blocks)), n_(n), start_(start) {}

  struct Estimates {
    double length, length_error, length_variance, length_variance_error;
    double mean, mean_error, mean_variance, mean_variance_error, covariance, covariance_error;
  };

  /// Of x_L.
  Estimates estimates(std::size_t networks) {
    std::vector<double> P, M;
    for (std::size_t i = 0; i < networks; ++i) {
      const std::vector<double> x = last_signal();
      double square = 0.0, sum = 0.0;
      for (const double value : x) square += value * value, sum += value;
      P.push_back(square / static_cast<double>(n_));
      M.push_back(sum / static_cast<double>(n_));
    }
    const double p = mean_of(P), m = mean_of(M);
    std::vector<double> square, square_of_mean, product;
    for (std::size_t i = 0; i < networks; ++i) {
      square.push_back((P[i] - p) * (P[i] - p));
      square_of_mean.push_back((M[i] - m) * (M[i] - m));
      product.push_back((P[i] - p) * (M[i] - m));
    }
    return {p,
            error_of(P),
            mean_of(square),
            error_of(square),
            m,
            error_of(M),
            mean_of(square_of_mean),
            error_of(square_of_mean),
            mean_of(product),
            error_of(product)};
  }

 private:
  static double mean_of(const std::vector<double>& values) {
    double sum = 0.0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
  }
  static double error_of(const std::vector<double>& values) {
    const double mean = mean_of(values);
    double sum = 0.0;
    for (const double value : values) sum += (value - mean) * (value - mean);
    return std::sqrt(sum) / static_cast<double>(values.size());
  }
  double mean_square(const std::vector<double>& x) const {
    double sum = 0.0;
    for (const double value : x) sum += value * value;
    return sum / static_cast<double>(n_);
  }
  std::vector<double> through(const LayerVariances& law, const std::vector<double>& x, double factor) {
    const double deviation = std::sqrt(law.weight * factor * factor * mean_square(x) + law.bias);
    std::vector<double> y(n_);
    for (double& value : y) value = deviation * normal_(generator_);
    return y;
  }
  std::vector<double> last_signal() {
    std::vector<double> x(n_);
    for (double& value : x) value = normal_(generator_);
    if (start_ == Start::sphere) {
      const double length = std::sqrt(mean_square(x));
      for (double& value : x) value /= length;
    }
    for (const ResidualBlock& block : blocks_) {
      std::vector<double> y = through(block.steps[0].variances, x, block.branch_input);
      activation_.value(std::span<const double>(y), y);
      if (ends_in_matrix(block)) y = through(block.steps[2].variances, y, 1.0);
      if (block.projection) x = through(*block.projection, x, 1.0);
      for (std::size_t i = 0; i < n_; ++i) x[i] = block.skip * x[i] + block.branch * y[i];
    }
    return x;
  }

  const Activation& activation_;
  std::vector<ResidualBlock> blocks_;
  std::size_t n_;
  Start start_;
  std::mt19937_64 generator_{20};
  std::normal_distribution<double> normal_;
};

ResidualSpread spread_of(const char* activation, const std::vector<ResidualBlock>& blocks, std::size_t n,
                         Start start = Start::normal) {
  const Moments phi(activations()[activation]);
  const auto states = residual_recursion(phi, blocks, {});
  const double width = static_cast<double>(n);
  return residual_spread(phi, blocks, states, std::vector<std::size_t>(blocks.size() + 1, n),
                         {.length_variance = start == Start::normal ? 2.0 / width : 0.0, .mean_variance = 1.0 / width})
      .back();
}

struct Case {
  const char* activation;
  std::vector<ResidualBlock> blocks;
  Start start = Start::normal;
  bool has_second_order = true;  ///< one block behind inputs of one length has none
};

ResidualBlock multiplied(ResidualBlock block) {
  block.skip = 0.9;
  block.branch = 0.8;
  block.branch_input = 1.2;
  return block;
}

std::vector<Case> cases() {
  const ResidualBlock full = multiplied(full_block({2.0, 0.3}, {1.5, 0.2}));
  const ResidualBlock reduced = multiplied(reduced_block({1.2, 0.1}));
  ResidualBlock projected_full = full, projected_reduced = reduced;
  projected_full.projection = projected_reduced.projection = LayerVariances{0.8, 0.1};
  ResidualBlock projected_relu = reduced_block({1.0, 0.0});
  projected_relu.projection = LayerVariances{0.5, 0.1};
  return {{"tanh", {full, full, full}},
          {"gelu", {full, projected_full, full}},
          {"relu", {reduced, reduced, reduced}},
          {"gelu", {reduced, projected_reduced, reduced}},
          {"tanh", {full_block({1.0, 0.0}, {6.0, 0.0})}},
          {"relu", {reduced_block({1.0, 0.0})}, Start::sphere, false},
          {"relu", {projected_relu}, Start::sphere, false}};
}

constexpr std::size_t width = 40;
constexpr std::size_t networks = 100'000;
// Five standard errors, of 35 numbers: one false alarm in 50 000. The second order, seen at widths 50, 100 and
// 200 to be within these factors of 1/n^2: 5 for means, 4 in units of the first order for variances.
constexpr double errors = 5.0;
constexpr double second_order_of_means = 5.0 / (width * width);
constexpr double second_order_of_variances = 4.0 / width;

bool agrees(const Ensemble::Estimates& seen, const ResidualState& state, const ResidualSpread& spread,
            bool has_second_order) {
  const double of_means = has_second_order ? second_order_of_means : 0.0;
  const double of_variances = has_second_order ? second_order_of_variances : 0.0;
  const auto is_near = [](double measured, double theory, double error, double second_order) {
    return std::abs(measured - theory) <= errors * error + second_order;
  };
  return is_near(seen.length, state.p + spread.length_shift, seen.length_error, of_means) &&
         is_near(seen.mean, state.mean + spread.mean_shift, seen.mean_error, of_means) &&
         is_near(seen.length_variance, spread.length_variance, seen.length_variance_error,
                 of_variances * spread.length_variance) &&
         is_near(seen.mean_variance, spread.mean_variance, seen.mean_variance_error,
                 of_variances * spread.mean_variance) &&
         is_near(seen.covariance, spread.covariance, seen.covariance_error, of_variances * std::abs(spread.covariance));
}

// Others: branches of three per cent more variance, and networks of half the width.
TEST(ResidualSpread, is_that_of_random_networks_and_not_of_others) {
  for (const Case& c : cases()) {
    const Moments phi(activations()[c.activation]);
    const auto state_of = [&](const std::vector<ResidualBlock>& blocks) {
      return residual_recursion(phi, blocks, {}).back();
    };
    const ResidualState state = state_of(c.blocks);
    const ResidualSpread spread = spread_of(c.activation, c.blocks, width, c.start);
    const auto seen = Ensemble(c.activation, c.blocks, width, c.start).estimates(networks);
    EXPECT_TRUE(agrees(seen, state, spread, c.has_second_order))
        << c.activation << ": P " << seen.length << " +- " << seen.length_error << " for " << state.p << " + "
        << spread.length_shift << ", variance " << seen.length_variance << " +- " << seen.length_variance_error
        << " for " << spread.length_variance << ", M " << seen.mean << " +- " << seen.mean_error << " for "
        << state.mean << " + " << spread.mean_shift << ", covariance " << seen.covariance << " +- "
        << seen.covariance_error << " for " << spread.covariance;
    std::vector<ResidualBlock> larger = c.blocks;
    for (ResidualBlock& block : larger) block.branch *= 1.015;
    EXPECT_FALSE(agrees(seen, state_of(larger), spread_of(c.activation, larger, width, c.start), c.has_second_order))
        << c.activation;
    EXPECT_FALSE(agrees(seen, state, spread_of(c.activation, c.blocks, width / 2, c.start), c.has_second_order))
        << c.activation;
  }
}

// Given P, for ReLU: h has k2 = E[S^2] / E[S]^2 = 1 + 5/n (1 + 2/n if linear), |y|^2 given S another 1 + 2/n, and x.y
// the variance P tau / n.
TEST(ResidualSpread, of_full_networks_of_one_or_no_kink_is_exact) {
  const double a = 0.8, b = 0.9;
  for (const auto& [name, half, excess] : {std::tuple{"relu", 0.5, 5.0}, std::tuple{"identity", 1.0, 2.0}}) {
    const std::vector<ResidualBlock> blocks(6, full_block({a, 0.0}, {b, 0.0}));
    const Moments phi(activations()[name]);
    EXPECT_TRUE(has_exact_spread(phi, blocks));
    for (const std::size_t n : {3u, 30u}) {
      const double N = static_cast<double>(n), tau = half * a * b;
      const double square_ratio = 1.0 + 2.0 * tau + 4.0 * tau / N + tau * tau * (1.0 + excess / N) * (1.0 + 2.0 / N);
      const double expected = std::pow(square_ratio, 6) * (1.0 + 2.0 / N);
      const ResidualSpread spread = spread_of(name, blocks, n);
      const double p = std::pow(1.0 + tau, 6);
      EXPECT_NEAR((spread.length_variance + p * p) / expected, 1.0, 1e-13) << name << " " << n;
      EXPECT_EQ(spread.length_shift, 0.0);
    }
  }
  EXPECT_FALSE(has_exact_spread(Moments(activations()["relu"]), std::vector{full_block({a, 0.1}, {b, 0.0})}));
  EXPECT_FALSE(has_exact_spread(Moments(activations()["relu"]), std::vector{reduced_block({a, 0.0})}));
  EXPECT_FALSE(has_exact_spread(Moments(activations()["tanh"]), std::vector{full_block({a, 0.0}, {b, 0.0})}));
}

TEST(ResidualSpread, of_silent_blocks_is_that_of_the_input) {
  const std::vector<ResidualBlock> blocks(5, full_block({1.0, 0.1}, {0.0, 0.0}));
  const ResidualSpread spread = spread_of("tanh", blocks, 50);
  EXPECT_DOUBLE_EQ(spread.length_variance, 0.04);
  EXPECT_DOUBLE_EQ(spread.mean_variance, 0.02);
  EXPECT_EQ(spread.length_shift, 0.0);
}

TEST(ResidualSpread, ends_where_lengths_leave_the_range_of_their_squares) {
  const Moments phi(activations()["relu"]);
  const std::vector<ResidualBlock> blocks(300, full_block({10.0, 0.0}, {1.0, 0.0}));
  const auto states = residual_recursion(phi, blocks, {});
  const auto spreads = residual_spread(phi, blocks, states, std::vector<std::size_t>(301, 1000), {});
  EXPECT_GT(spreads[150].length_variance, 0.0);
  EXPECT_TRUE(std::isnan(spreads[300].length_variance));
}

TEST(ResidualSpread, rejects_what_is_no_chain_of_two_numbers) {
  const Moments phi(activations()["tanh"]);
  const std::vector<ResidualBlock> preactivation(1, preactivation_block(std::vector<LayerVariances>{{1.0, 0.0}}));
  const auto states = residual_recursion(phi, preactivation, {});
  EXPECT_THROW(residual_spread(phi, preactivation, states, std::vector<std::size_t>{5, 5}, {}), DomainError);
  const std::vector<ResidualBlock> full(1, full_block({1.0, 0.0}, {1.0, 0.0}));
  EXPECT_THROW(residual_spread(phi, full, states, std::vector<std::size_t>{5}, {}), DomainError);
  EXPECT_THROW(residual_spread(phi, full, states, std::vector<std::size_t>{5, 0}, {}), DomainError);
}

}  // namespace
}  // namespace initlab
